"""langextract as a peer: spans with attributes; its own prompt, parts and alignment, at its best measured settings.

Parts of 2,000 characters, a schema made from the examples, and the instruction to leave out what is absent were the
best of the settings tried. Spans without a place in the text are left out, as its documentation advises. Amounts, dates
and quantities are asked for as printed and converted by the package's own converters, see ``record_form``. It writes no
summary.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, get_args

import record_form as form
from langextract_examples import EXAMPLES, TASK
from served_model import KEY, MAX_TOKENS, TEMPERATURE, TIMEOUT, Served, provenance, served
from vocabularies import AgreementKind, AgreementStatus, Category, DealStatus, Instrument, Measure

from summariser.article import Article, Sentence
from summariser.errors import AnswerInvalid, ProviderFailed, UsageError

NAME = "langextract"
PART_CHARACTERS = 2_000
PROVENANCE = provenance(
    "langextract", "openai", "xllamacpp", settings={"part_characters": PART_CHARACTERS, "schema": "from examples"}
)
_SALES = frozenset({"contracted", "delivering", "delivered"})
"""A transfer at these stages is taken for a sale: langextract is not asked for its kind."""


@dataclass(frozen=True)
class Extraction:
    """One extraction of langextract.

    Attributes:
        kind: ``agreement``, ``arms_item`` or ``trade_figure``.
        words: The words it is about, as extracted.
        start: Where they begin in the article; None where langextract did not find them.
        attributes: What it says of them, as the model wrote it.
    """

    kind: str
    words: str
    start: int | None
    attributes: Mapping[str, object]

    def one(self, name: str) -> str | None:
        """An attribute as words."""
        value = self.attributes.get(name)
        return ", ".join(map(str, value)) if isinstance(value, list) else None if value is None else str(value)

    def many(self, name: str) -> list[str]:
        """An attribute as a list."""
        value = self.attributes.get(name)
        return [str(entry) for entry in (value if isinstance(value, list) else [value]) if entry]


def read(article: Article) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The record that the extractions give, and what they cost.

    A part whose answer cannot be parsed is left out by langextract itself; ``truncated`` counts the answers that were
    cut off.

    Raises:
        ModelError: langextract gives up.
        UsageError: It is not installed.
    """
    usage: Counter[str] = Counter()
    start = time.monotonic()
    found = _extract(article, served(), usage)
    return as_record(found, article), {**usage, "seconds": round(time.monotonic() - start, 1)}


def _extract(article: Article, server: Served, usage: Counter[str]) -> list[Extraction]:
    try:
        import langextract
        from langextract.core import exceptions
    except ImportError as error:
        raise UsageError(
            "is not installed", subject="langextract", hint="Run pip install -r evals/peers/requirements.txt."
        ) from error
    examples = _examples()
    model = _model(server, examples, usage)
    try:
        with closing(model._client):
            document = langextract.extract(
                article.text,
                prompt_description=TASK,
                examples=examples,
                model=model,
                max_char_buffer=PART_CHARACTERS,
                additional_context=f"Title: {article.title}\nPublished: {article.published}",
                use_schema_constraints=False,  # the model has its schema already
                max_workers=1,
                show_progress=False,
            )
    except exceptions.InferenceRuntimeError as error:
        raise ProviderFailed(_short(error), subject=NAME) from error
    except (exceptions.LangExtractError, ValueError) as error:
        raise AnswerInvalid(_short(error), subject=NAME) from error
    return [
        Extraction(
            entry.extraction_class,
            entry.extraction_text,
            entry.char_interval.start_pos if entry.char_interval else None,
            entry.attributes or {},
        )
        for entry in document.extractions or []
    ]


def _examples() -> list[Any]:
    from langextract.data import ExampleData
    from langextract.data import Extraction as Shown

    return [
        ExampleData(
            text=example.text,
            extractions=[Shown(span.kind, span.text, attributes=dict(span.attributes)) for span in example.spans],
        )
        for example in EXAMPLES
    ]


def as_record(extractions: Iterable[Extraction], article: Article) -> Mapping[str, object]:
    """The extractions that stand in the article, in the form of a record."""
    kinds: dict[str, list[Extraction]] = {"agreement": [], "arms_item": [], "trade_figure": []}
    for extraction in extractions:
        if extraction.start is not None and extraction.kind in kinds:
            kinds[extraction.kind].append(extraction)
    figures = [_figure(extraction, article) for extraction in kinds["trade_figure"]]
    return {
        "agreements": [_agreement(extraction, article) for extraction in kinds["agreement"]],
        "arms_deals": _deals(kinds["arms_item"], article),
        "trade_figures": [figure for figure in figures if figure["amount"]],
    }


def _agreement(found: Extraction, article: Article) -> form.Fields:
    near = _sentence(found, article)
    status = form.chosen(found.one("status"), get_args(AgreementStatus), "unknown")
    return {
        "name": found.words,
        "kind": form.chosen(found.one("kind"), get_args(AgreementKind), "other"),
        "instrument": form.chosen(found.one("instrument"), get_args(Instrument), "unspecified"),
        "status": status,
        "parties": form.parties(found.many("parties"), article),
        "signatories": form.people(found.many("signed_by")),
        "dates": form.agreement_dates(found.one("date"), status, article, near),
        "location": form.location(found.one("place"), article),
        "duration": form.duration(found.one("duration"), article, near),
        "value": None,
        "evidence": [near.number] if near else [],
        **form.always(),
    }


def _deals(items: Iterable[Extraction], article: Article) -> list[form.Fields]:
    """Items from one supplier to one recipient at one stage are one deal."""
    deals: dict[tuple[object, ...], form.Fields] = {}
    for found in items:
        near = _sentence(found, article)
        status = form.chosen(found.one("status"), get_args(DealStatus), "planned")
        supplied = form.supplier(found.one("supplier"), found.one("company"), article)
        recipient = form.party(found.one("recipient"), article)
        deal = deals.setdefault(
            (_key(supplied["supplier"]), _key(recipient), status),
            {
                **supplied,
                "recipient": recipient,
                "items": [],
                "status": status,
                "transfer_kind": "sale" if status in _SALES else "unspecified",
                "funding": "unspecified",
                "dates": form.deal_dates(found.one("date"), status, article, near),
                "value": None,
                "evidence": [],
                **form.always(),
            },
        )
        deal["items"].append(_item(found, article, near))
        deal["value"] = deal["value"] or form.printed_amount(found.one("value"), article, near)
        if near and near.number not in deal["evidence"]:
            deal["evidence"].append(near.number)
    return list(deals.values())


def _item(found: Extraction, article: Article, near: Sentence | None) -> form.Fields:
    return {
        "designation": found.words,
        "raw": found.words,
        "category": form.chosen(found.one("category"), get_args(Category), "other"),
        "quantity": form.printed_quantity(found.one("quantity"), article, near),
    }


def _figure(found: Extraction, article: Article) -> form.Fields:
    near = _sentence(found, article)
    return {
        "measure": form.chosen(found.one("measure"), get_args(Measure), "exports"),
        "reporter": form.party(found.one("country"), article),
        "partner": form.party(found.one("partner"), article),
        "product": form.stated(found.one("product")),
        "amount": form.printed_amount(found.words, article, near),
        "period": form.date_of(found.one("period"), article, near),
        "evidence": [near.number] if near else [],
        **form.always(),
    }


def _sentence(found: Extraction, article: Article) -> Sentence | None:
    start = -1 if found.start is None else found.start
    return next((sentence for sentence in article.sentences if sentence.start <= start < sentence.end), None)


def _key(party: form.Fields | None) -> object:
    return (party["iso"] or party["name"]) if party else None


def _model(server: Served, examples: list[Any], usage: Counter[str]) -> Any:
    """The provider for OpenAI-compatible servers, with its schema, and a count of what it costs.

    langextract counts no tokens and sets no time-out of its own, so both are added here.
    """
    from langextract.providers.openai import OpenAILanguageModel
    from langextract.providers.schemas.openai import OpenAISchema

    class Counting(OpenAILanguageModel):
        """Counts what each answer cost."""

        @staticmethod
        def _response_to_scored_output(response: Any) -> Any:
            usage.update(
                calls=1,
                input_tokens=response.usage.prompt_tokens,
                output_tokens=response.usage.completion_tokens,
                truncated=int(response.choices[0].finish_reason == "length"),
            )
            return OpenAILanguageModel._response_to_scored_output(response)

    model = Counting(
        model_id=server.model,
        api_key=KEY,
        base_url=server.address,
        temperature=TEMPERATURE,
        max_workers=1,
        max_output_tokens=MAX_TOKENS,
    )
    model._client = model._client.with_options(timeout=TIMEOUT)
    model.apply_schema(OpenAISchema.from_examples(examples))
    return model


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"

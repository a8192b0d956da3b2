"""A peer with a model and nothing else: one call of instructor, one flat schema, the obvious prompt.

What an engineer writes in ten minutes. It is mapped generously: see ``record_form``.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import record_form as form
from pydantic import BaseModel, Field
from served_model import KEY, MAX_TOKENS, TEMPERATURE, TIMEOUT, provenance, served
from vocabularies import (
    AgreementKind,
    AgreementStatus,
    Category,
    DealStatus,
    Instrument,
    Measure,
    TransferKind,
    Unit,
)

from summariser.article import Article
from summariser.errors import AnswerInvalid, ProviderFailed

NAME = "plain instructor"
PROVENANCE = provenance("instructor", "openai", "pydantic", "xllamacpp", settings={"mode": "JSON_SCHEMA"})


class Agreement(BaseModel):
    """An agreement between states or international organisations."""

    name: str
    parties: list[str] = Field(description="Countries or organisations")
    kind: AgreementKind
    instrument: Instrument
    status: AgreementStatus
    date: str | None = Field(description="When it was signed or announced, ISO 8601")
    place: str | None = Field(description="Where it was signed")
    signatories: list[str] = Field(description="Names of the people who signed")
    duration: str | None = Field(description="How long it holds, ISO 8601, e.g. P10Y")
    value: float | None
    currency: str | None = Field(description="ISO 4217")


class Item(BaseModel):
    """A type of weapon or equipment."""

    designation: str
    category: Category
    quantity: int | None


class ArmsDeal(BaseModel):
    """A transfer of weapons or military equipment from one country to another."""

    supplier: str | None = Field(description="Country")
    recipient: str | None = Field(description="Country")
    items: list[Item]
    status: DealStatus
    transfer_kind: TransferKind
    date: str | None = Field(description="ISO 8601")
    value: float | None
    currency: str | None = Field(description="ISO 4217")


class TradeFigure(BaseModel):
    """A figure on trade, tariffs, investment, aid or debt."""

    measure: Measure
    reporter: str | None = Field(description="The country whose figure it is")
    partner: str | None = Field(description="The other country")
    product: str | None
    amount: float
    unit: Unit
    currency: str | None = Field(description="ISO 4217")
    period: str | None = Field(description="ISO 8601, e.g. 2024 or 2024-03")


class News(BaseModel):
    """The facts of one article."""

    agreements: list[Agreement]
    arms_deals: list[ArmsDeal]
    trade_figures: list[TradeFigure]
    summary: str


_SYSTEM = "You extract facts from news articles. You use only what the article says."
_PROMPT = """Extract from this news article:
- agreements: treaties, pacts and other agreements between states or international organisations
- arms_deals: transfers of weapons or military equipment from one country to another, with their items
- trade_figures: exports, imports, trade balances, tariffs, purchases, investments, aid and debts
- summary: two to four sentences

Write amounts as full numbers, not in millions or billions, with the ISO 4217 code of the currency. Write dates as
YYYY-MM-DD, or YYYY-MM or YYYY where the article says no more. Write countries by their English names. Use null for what
the article does not say, and an empty list where there is nothing for it.

Title: {title}
Published: {published}

{text}"""


def read(article: Article) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The record that one call gives, and what it cost.

    Raises:
        ModelError: The answer is cut off, is not of the schema after all retries, or the call fails.
    """
    import openai
    from instructor import Mode, from_openai
    from instructor.core.exceptions import IncompleteOutputException, InstructorError

    server = served()
    usage: Counter[str] = Counter()
    start = time.monotonic()
    try:
        with openai.OpenAI(base_url=server.address, api_key=KEY, timeout=TIMEOUT) as connection:
            client = from_openai(connection, mode=Mode.JSON_SCHEMA)
            client.on("completion:response", lambda response: usage.update(_cost(response)))
            news = client.chat.completions.create(
                model=server.model,
                messages=[{"role": "system", "content": _SYSTEM}, {"role": "user", "content": prompt(article)}],
                response_model=News,
                temperature=TEMPERATURE,
                max_tokens=MAX_TOKENS,
            )
    except IncompleteOutputException as error:
        raise AnswerInvalid(f"the answer passes {MAX_TOKENS} tokens", subject=NAME) from error
    except InstructorError as error:
        if isinstance(error.__cause__, openai.OpenAIError):
            raise ProviderFailed(_short(error), subject=NAME) from error
        raise AnswerInvalid(_short(error), subject=NAME) from error
    except openai.OpenAIError as error:
        raise ProviderFailed(_short(error), subject=NAME) from error
    return as_record(news, article), {**usage, "seconds": round(time.monotonic() - start, 1)}


def prompt(article: Article) -> str:
    """What is asked."""
    return _PROMPT.format(
        title=article.title or "not known", published=article.published or "not known", text=article.text
    )


def as_record(news: News, article: Article) -> Mapping[str, object]:
    """The answer in the form of a record; figures of 0 are how a schema that demands a number says "none"."""
    return {
        "agreements": [_agreement(entry, article) for entry in news.agreements],
        "arms_deals": [_deal(entry, article) for entry in news.arms_deals],
        "trade_figures": [_figure(entry, article) for entry in news.trade_figures if entry.amount],
        "summary": news.summary,
    }


def _agreement(entry: Agreement, article: Article) -> form.Fields:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "instrument": entry.instrument,
        "status": entry.status,
        "parties": form.parties(entry.parties, article),
        "signatories": form.people(entry.signatories),
        "dates": form.agreement_dates(entry.date, entry.status, article),
        "location": form.location(entry.place, article),
        "duration": form.duration(entry.duration, article),
        "value": form.number_amount(entry.value or None, "currency", entry.currency, article),
        **form.always(),
    }


def _deal(entry: ArmsDeal, article: Article) -> form.Fields:
    return {
        **form.supplier(entry.supplier, None, article),
        "recipient": form.party(entry.recipient, article),
        "items": [_item(item) for item in entry.items],
        "status": entry.status,
        "transfer_kind": entry.transfer_kind,
        "funding": "unspecified",
        "dates": form.deal_dates(entry.date, entry.status, article),
        "value": form.number_amount(entry.value or None, "currency", entry.currency, article),
        **form.always(),
    }


def _item(item: Item) -> form.Fields:
    quantity = {"value": item.quantity, "value_max": None, "qualifier": "exact"} if item.quantity else None
    return {"designation": item.designation, "category": item.category, "quantity": quantity}


def _figure(entry: TradeFigure, article: Article) -> form.Fields:
    return {
        "measure": entry.measure,
        "reporter": form.party(entry.reporter, article),
        "partner": form.party(entry.partner, article),
        "product": form.stated(entry.product),
        "amount": form.number_amount(entry.amount, entry.unit, entry.currency, article),
        "period": form.date_of(entry.period, article),
        **form.always(),
    }


def _cost(response: Any) -> dict[str, int]:
    used = response.usage
    return {"calls": 1, "input_tokens": used.prompt_tokens, "output_tokens": used.completion_tokens}


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"

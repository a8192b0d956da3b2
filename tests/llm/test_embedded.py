"""The embedded model, really loaded: the one test in which a model reads."""

from __future__ import annotations

from datetime import date

import pytest
from summariser.schemas.agreements import Agreements
from summariser.schemas.agreements_vocabulary import AgreementStatus

from summariser import Summariser
from summariser.llm.endpoint import embedded_problem
from summariser.settings import Settings

pytestmark = pytest.mark.long
TEXT = "Ghana and Italy signed a fisheries agreement in Accra on Tuesday. It holds for five years."


@pytest.mark.skipif(embedded_problem() is not None, reason="needs the extra 'embedded'")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_embedded_model_reads_an_article() -> None:
    """Weights are assembled, the server in the process answers, and what it says is checked like any answer."""
    settings = Settings(context=2048)
    with Summariser(Agreements, model="embedded", settings=settings) as summariser:
        report = summariser(TEXT, published=date(2024, 3, 6))
    assert report.model.startswith("embedded+agreements-")
    assert report.complete
    (agreement,) = report.record.agreements
    assert agreement.status is AgreementStatus.SIGNED
    assert sorted(party.iso or "" for party in agreement.parties) == ["GH", "IT"]
    assert [entry.value for entry in agreement.dates] == ["2024-03-05"]
    assert report.record.arms_deals == []
    assert report.usage.calls == 3
    assert [sentence.origin for sentence in report.summary] == ["article", "article"]
    assert report.usage.output_tokens > 0

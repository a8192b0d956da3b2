"""Reads news articles on international agreements, arms deals and trade into verified records.

>>> from summariser import summarise
>>> from summariser.schemas.agreements import Agreements
>>> report = summarise("India and Oman signed a trade pact on Friday.", Agreements)  # doctest: +SKIP
>>> report.record.agreements[0].status  # doctest: +SKIP
<AgreementStatus.SIGNED: 'signed'>
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summariser.article import Article
    from summariser.batch.batch import Batch
    from summariser.batch.limits import Limits
    from summariser.batch.on_ray.engine import RayBatch
    from summariser.batch.provider.batches import ProviderBatches
    from summariser.errors import SummariserError
    from summariser.llm.usage import Budget
    from summariser.reading.reader import Reader
    from summariser.report import Report
    from summariser.summariser import Summariser, asummarise, summarise
    from summariser.topics.topic import Topic

__version__ = "0.1.0"
_HOMES = {
    "Article": "summariser.article",
    "Batch": "summariser.batch.batch",
    "Budget": "summariser.llm.usage",
    "Limits": "summariser.batch.limits",
    "ProviderBatches": "summariser.batch.provider.batches",
    "RayBatch": "summariser.batch.on_ray.engine",
    "Reader": "summariser.reading.reader",
    "Report": "summariser.report",
    "Summariser": "summariser.summariser",
    "SummariserError": "summariser.errors",
    "Topic": "summariser.topics.topic",
    "asummarise": "summariser.summariser",
    "summarise": "summariser.summariser",
}
__all__ = [
    "Article",
    "Batch",
    "Budget",
    "Limits",
    "ProviderBatches",
    "RayBatch",
    "Reader",
    "Report",
    "Summariser",
    "SummariserError",
    "Topic",
    "asummarise",
    "summarise",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: ``import summariser`` itself stays cheap."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'summariser' has no attribute '{name}'")

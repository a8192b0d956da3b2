"""Every error of the package, in one tree.

::

    SummariserError
    ├── UsageError                the call itself is wrong
    ├── InputError                one input cannot be read
    │   ├── SourceNotFound        no such file, or nothing matches
    │   ├── UnreadableSource      permission, encryption, broken file
    │   ├── EmptySource           nothing to read in it
    │   ├── UnsupportedSource     binary, image-only PDF, not text
    │   ├── SourceTooLarge        over the size limit
    │   ├── NoArticle             a page without article text
    │   └── FetchError            an address that cannot be had
    │       └── ForbiddenAddress  an address that points inward
    ├── ModelError                the model cannot be used, or did not answer usefully
    │   ├── ModelUnavailable      unknown name, missing extra, missing key, no server
    │   ├── AuthenticationFailed  the provider refuses the key
    │   ├── ProviderFailed        rate limit, outage or time-out that outlasted the retries
    │   │   └── ServerUnreachable no connection to the server, however often it was tried
    │   ├── AnswerInvalid         not JSON, or not of the shape that was asked for
    │   ├── AnswerRefused         the model or a filter declined
    │   └── BudgetExceeded        the next call would pass the budget
    ├── TopicError                a topic does not load
    ├── RecordingError            a recording is missing, unused or malformed
    │   └── RecordingMissing      no recording answers this request
    ├── StoreError                the database of results cannot be used
    ├── Interrupted               the run was ended from outside; the same command goes on with it
    ├── EvaluationError           a gold label or an evaluation set is wrong
    │   └── GateFailed            a score is below what was demanded
    └── ServiceError              a service cannot start, or does not take a request
        ├── AccessDenied          no or a wrong token, or a page of another site asks
        ├── ServiceBusy           as many articles as are allowed are being read
        └── RequestTimedOut       the whole request took longer than is allowed
"""

from __future__ import annotations

import functools


class SummariserError(Exception):
    """Base of all errors: what happened, to which input, and what to do.

    Args:
        problem: What happened, one clause, no trailing full stop.
        subject: The input, model or file it happened to, as the user named it.
        hint: What to do about it, one sentence.
    """

    exit_code = 1
    hopeless = False
    """Whether every further article would meet it too."""

    def __init__(self, problem: str, *, subject: str | None = None, hint: str | None = None) -> None:
        super().__init__(problem, subject, hint)
        self.problem = problem
        self.subject = subject
        self.hint = hint

    def __reduce__(self) -> tuple[functools.partial[SummariserError], tuple[str], dict[str, object]]:
        """Say how to make it anew, so that it can be copied, and sent to another process, with what it carries."""
        again = functools.partial(type(self), subject=self.subject, hint=self.hint)
        return again, (self.problem,), {**self.__dict__}

    def __str__(self) -> str:
        head = f"{self.subject}: {self.problem}" if self.subject else self.problem
        return f"{head}. {self.hint}" if self.hint else head


class UsageError(SummariserError):
    """The call itself is wrong: an option, a combination, a setting."""

    exit_code = 2


class InputError(SummariserError):
    """One input cannot be read; other inputs can go on."""

    exit_code = 3


class SourceNotFound(InputError):
    """No such file, or a folder or pattern that holds nothing readable."""


class UnreadableSource(InputError):
    """The source is there but cannot be opened or decoded: permission, encryption, damage."""


class EmptySource(InputError):
    """The source holds no text."""


class UnsupportedSource(InputError):
    """The source is not text: binary data, a PDF of images, an unknown media type."""


class SourceTooLarge(InputError):
    """The source is over the size limit."""


class NoArticle(InputError):
    """The page was read but holds no article text."""


class FetchError(InputError):
    """An address could not be fetched: name, time-out, redirects, status."""


class ForbiddenAddress(FetchError):
    """The address points to a private host or uses a scheme that is not allowed."""


class ModelError(SummariserError):
    """The model cannot be used or did not answer usefully."""

    exit_code = 4


class ModelUnavailable(ModelError):
    """Unknown model name, an extra that is not installed, a missing key, or no server there."""

    hopeless = True


class AuthenticationFailed(ModelError):
    """The provider refuses the key."""

    hopeless = True


class ProviderFailed(ModelError):
    """The provider failed for longer than the retries lasted."""


class ServerUnreachable(ProviderFailed):
    """No connection to the server came about for as long as the retries lasted; other questions would fare the same."""


class AnswerInvalid(ModelError):
    """The answer is not JSON, or not of the shape that was asked for."""


class AnswerRefused(ModelError):
    """The model declined, or a content filter stopped it."""


class BudgetExceeded(ModelError):
    """The next call would pass the budget; it was not made."""

    hopeless = True


class TopicError(SummariserError):
    """A topic does not load: its name, its file, the line."""

    exit_code = 5


class RecordingError(SummariserError):
    """A recording is malformed, unused or orphaned."""

    exit_code = 6


class RecordingMissing(RecordingError):
    """No recording answers this request."""


class Interrupted(SummariserError):
    """The run was ended from outside: Ctrl-C, SIGTERM, a worker that died. The same command goes on with it."""

    exit_code = 130


class EvaluationError(SummariserError):
    """A gold label or an evaluation set is wrong."""

    exit_code = 7


class GateFailed(EvaluationError):
    """A score is below what was demanded."""


class ServiceError(SummariserError):
    """A service cannot start, or does not take a request."""

    exit_code = 8


class AccessDenied(ServiceError):
    """No token or a wrong one, a host name that is not served, or a page of another site that asks."""


class ServiceBusy(ServiceError):
    """As many articles as are allowed are being read."""


class RequestTimedOut(ServiceError):
    """The whole request took longer than is allowed."""


class StoreError(SummariserError):
    """The database of results cannot be used: not there, not one of this program, newer, damaged, or unreachable."""

    exit_code = 8

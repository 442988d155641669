"""What is asked of Slack again, and after how long."""

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

MAX_WAIT = 15.0
"""Seconds; whoever asked has gone by then, and a restart should not wait longer."""

BACKOFF = (0.2, 0.5, 1.2)
"""Seconds before the second, third and fourth try where Slack says that it failed."""


def wait_of(header: str | None) -> float | None:
    """Return the seconds a `Retry-After` header asks for, or nothing where they are too many."""
    seconds = float(header) if header and header.isascii() and header.isdigit() else 1.0
    return seconds if seconds <= MAX_WAIT else None


class _PatientWithinReason(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack says, unless that is longer than anybody would wait for an answer."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the library calls it so
        request: HttpRequest,  # noqa: ARG002 - likewise
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - likewise
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        named = {name.lower(): values for name, values in response.headers.items()}
        return wait_of(next(iter(named.get("retry-after", [])), None)) is not None


def handlers() -> list[AsyncRetryHandler]:
    """Return the retries for the Web API: only where Slack answered that it did not do it.

    A dropped connection is left out, although the library repeats it by default: the message may
    have been posted, and posting has no idempotency key.
    """
    return [
        _PatientWithinReason(max_retry_count=2),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]

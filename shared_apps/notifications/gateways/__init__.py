"""Ways out of the house: e-mail, SMS, LINE."""

from dataclasses import dataclass
from datetime import timedelta

from shared_apps.notifications.models import Failure


class DeliveryFailed(Exception):
    """A message did not leave. `detail` is technical and names no person.

    `is_final`: trying again cannot help. `is_of_provider`: any other message would have failed too.
    """

    def __init__(
        self,
        failure: Failure,
        detail: str = "",
        *,
        is_of_provider: bool | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(f"{failure.value} {detail}".strip())
        self.failure = failure
        self.detail = detail
        self.is_of_provider = failure.is_of_provider if is_of_provider is None else is_of_provider
        self.is_final = not failure.is_of_provider
        self.retry_after = retry_after


@dataclass(frozen=True)
class Taken:
    """A provider took a message: what it calls it, and what credit it says is left."""

    reference: str = ""
    credit: str = ""


_OF_STATUS = {
    401: Failure.CREDENTIALS,
    402: Failure.QUOTA,
    403: Failure.CREDENTIALS,
    408: Failure.BROKEN,
    429: Failure.TOO_MANY,
}
_SERVER_ERROR = 500


def failure_of_status(status: int) -> Failure:
    """What an HTTP status other than success means."""
    return Failure.BROKEN if status >= _SERVER_ERROR else _OF_STATUS.get(status, Failure.REFUSED)


def retry_after(header: str | None) -> timedelta | None:
    """The pause that a provider asks for, an hour at most."""
    return timedelta(seconds=min(int(header), 3600)) if header and header.isdecimal() and len(header) < 7 else None

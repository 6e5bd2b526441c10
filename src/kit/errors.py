"""Failures the domain expects, each of a kind that the edge turns into a status and a page."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol


class ErrorKind(StrEnum):
    CONFLICT = "conflict"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    INVALID = "invalid"
    OVER_LIMIT = "over_limit"


class Text(Protocol):
    """A string, or a stand-in for one such as Django's lazy translations."""

    def __mod__(self, value: Any, /) -> str: ...


def gettext_noop(message: str) -> str:
    """Mark a message id for extraction; whoever shows the error translates it."""
    return message


class DomainError(Exception):
    """An expected failure, told to a person in their language.

    `message` is a message id or a lazy translation, kept as it came so that it is translated
    when it is shown; `params` fills its `%(name)s` places. `code` is stable and for programs,
    `field` names the input at fault.
    """

    kind: ErrorKind

    def __init__(
        self,
        message: Text,
        *,
        code: str = "",
        field: str | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or str(self.kind)
        self.field = field
        self.params = dict(params or {})

    def __str__(self) -> str:
        return self.message % self.params if self.params else str(self.message)


class Conflict(DomainError):
    """Someone else was first: a taken name, a row changed meanwhile."""

    kind = ErrorKind.CONFLICT


class NotFound(DomainError):
    """There is no such thing, or none that this person may know of."""

    kind = ErrorKind.NOT_FOUND


class Refused(DomainError):
    """The rules do not allow it, now or for this person."""

    kind = ErrorKind.REFUSED


class Invalid(DomainError):
    """What was typed cannot be right."""

    kind = ErrorKind.INVALID


class OverLimit(DomainError):
    """A quota or a rate limit is used up."""

    kind = ErrorKind.OVER_LIMIT

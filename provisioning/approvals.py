"""Requests that need a second person. An app's part declares what can be asked for, in `AppConfig.ready`:

    approvals.register(Kind(code="credit_note", label=_("Credit note"), apply=apply, describe=describe,
                            may_ask=approvals.holds(Duty.FINANCE), may_decide=approvals.holds(Duty.APPROVER)))

`provisioning.services.approvals.ask(kind=…, subject=…, payload=…)` makes a request, `/console/approvals` shows and
decides it. `apply` runs in the transaction of the decision: what it refuses (a DomainError) is not approved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from kit.errors import NotFound, gettext_noop
from provisioning.models import Approval


class Apply(Protocol):
    """Does what was asked for; `actor` is who approves. Raises a DomainError when it can no longer be done."""

    def __call__(self, *, approval: Approval, actor: Any, at: datetime) -> None: ...


@dataclass(frozen=True)
class Fact:
    """A line of what is asked for, for people."""

    label: Any
    value: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Something that can be asked for.

    `describe(approval)` says in a few lines what would be done. `check(approval)` runs when it is asked for, before
    the row is kept, and raises a DomainError for what could never be approved.
    """

    code: str
    label: Any
    apply: Apply
    describe: Callable[[Approval], Sequence[Fact]]
    may_ask: Callable[[Any], bool]
    may_decide: Callable[[Any], bool]
    check: Callable[[Approval], None] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind, or replace the one of that code."""
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    """All that can be asked for, in the order of their declaration."""
    return list(_kinds.values())


def kind_of(code: str) -> Kind:
    """The kind of that code.

    Raises:
        NotFound: nobody declared it.
    """
    found = _kinds.get(code)
    if found is None:
        raise NotFound(gettext_noop("This cannot be asked for."))
    return found


def label_of(code: str) -> str:
    """What is asked for, in words, also when its part of the platform is gone."""
    return str(_kinds[code].label) if code in _kinds else code


def holds(*duties: str) -> Callable[[Any], bool]:
    """A test of people: whether they have one of the duties."""
    return lambda user: any(user.has_duty(duty) for duty in duties)


def may_decide(user: Any, approval: Approval) -> bool:
    """Whether this person may decide this request: never their own."""
    if approval.asked_by_id == user.pk or approval.kind not in _kinds:
        return False
    return _kinds[approval.kind].may_decide(user)

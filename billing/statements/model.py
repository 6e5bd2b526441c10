"""What a statement says, and what can be wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kit.errors import Invalid, gettext_noop

MAX_PROBLEMS = 50
"""A file with more wrong lines is not the file that was meant."""
_UNREADABLE = gettext_noop("Nothing was imported. Mend the file as said below and choose it again.")


@dataclass(frozen=True, kw_only=True)
class ParsedLine:
    """A movement on the account: `amount` in baht, positive for money that came in; `balance` after it, when said.

    `line` is that of the file, from 1. `entry_reference` is the bank's own name of the movement; `reference` is what
    the payer or the form of payment gave (Ref. 1, Ref. 2).
    """

    line: int
    booked_on: date
    amount: Decimal
    balance: Decimal | None = None
    description: str = ""
    reference: str = ""
    payer: str = ""
    entry_reference: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line (0: with the whole file); `message` is a message id."""

    line: int
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ParsedStatement:
    """All movements of a file in its order. `warnings` are odd, and yet no reason to refuse it."""

    form: str
    lines: Sequence[ParsedLine]
    account_number: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    warnings: Sequence[Problem] = ()


class Unreadable(Invalid):
    """A file of which nothing is used. `problems` says why, line by line; `needs_columns` that it has to be told
    which column is what."""

    def __init__(self, problems: Sequence[Problem], *, needs_columns: bool = False) -> None:
        super().__init__(_UNREADABLE, code="unreadable", field="file")
        self.problems = list(problems)
        self.needs_columns = needs_columns

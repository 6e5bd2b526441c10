"""What stays open of a site that may only be read, or that is closed for lack of payment. Apps declare it in `ready`:

    openings.keep_open(Opening("/desk/billing/", label=_("Contract and payment"), for_officers=True, may_write=True))

A path that ends in a slash stands for all below it; another for itself and what follows a slash.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Opening:
    """A part of a site that stays. With a `label`, the notice of a closed site leads there.

    `may_write`: also what changes something goes on. `when_closed`: it stays when the site is closed, too.
    """

    path: str
    label: Any = ""
    for_officers: bool = False
    may_write: bool = False
    when_closed: bool = True

    def covers(self, path: str) -> bool:
        """Whether an address belongs to it."""
        return path.startswith(self.path) if self.path.endswith("/") else f"{path}/".startswith(f"{self.path}/")


_openings: dict[str, Opening] = {}


def keep_open(*openings: Opening) -> None:
    """Declare parts that stay open, or replace those of the same paths."""
    _openings.update({opening.path: opening for opening in openings})


def all_openings() -> list[Opening]:
    """What was declared, in its order."""
    return list(_openings.values())


def stays_open(path: str, *, writes: bool, closed: bool) -> bool:
    """Whether an address answers on a site that is read-only, or closed."""
    return any(
        opening.covers(path) and (opening.may_write or not writes) and (opening.when_closed or not closed)
        for opening in _openings.values()
    )


def signposts(*, closed: bool) -> list[Opening]:
    """Where the notice of a site leads to: those with a label."""
    return [opening for opening in _openings.values() if opening.label and (opening.when_closed or not closed)]

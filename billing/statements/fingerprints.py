"""What makes a movement known again when its file, or one that overlaps with it, comes once more.

Neither payer nor day nor amount does: an LGO may really pay the same twice on one day. The bank's reference or the
running balance tells two such movements apart; where a file has neither, their order does. The line number would not:
a movement stands on another line of the next file.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from billing.statements.model import ParsedLine


def fingerprints(account: str, lines: Sequence[ParsedLine]) -> list[str]:
    """One for each line; equal movements of one file differ in which of them it is."""
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for line in lines:
        key = _key(account, line)
        seen[key] += 1
        made.append(hashlib.sha256("\x1f".join((*key, str(seen[key]))).encode()).hexdigest())
    return made


def _key(account: str, line: ParsedLine) -> tuple[str, ...]:
    common = (account, line.booked_on.isoformat(), str(line.amount))
    if line.entry_reference:
        return (*common, "entry", line.entry_reference)
    if line.balance is not None:
        return (*common, "balance", str(line.balance))
    return (*common, "text", line.reference, line.payer, line.description)

"""Levels of assurance: how well an identity was checked (IAL) and how strongly it was shown (AAL).

มรด. 1-1:2564 and ETDA's standards: IAL 1, 2.1–2.3, 3; AAL 1, 2, 3. ThaID is taken to be IAL 2.3.
"""

import re
from decimal import Decimal
from typing import Any

NONE = Decimal(0)
SELF_STATED = Decimal(1)
"""An e-mail address or phone number was proved, nothing about the person."""

_LEVEL = re.compile(r"(?:[A-Z]{3}[ _-]?)?([1-3](?:\.[0-9])?)", re.IGNORECASE | re.ASCII)


def parse_level(value: Any) -> Decimal | None:
    """`2.3`, `"IAL2.3"`, `"ial 2"` → a number; None when it is no level."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    found = _LEVEL.fullmatch(str(value).strip())
    return Decimal(found[1]) if found else None

"""The central saraban mailbox of an LGO, to which all official letters are sent.

Three shapes are right (OPDC, survey of 7,842 LGOs, 2569): `saraban_<8-digit code>@dla.go.th`,
`saraban-<name>@lgo.mail.go.th`, and `saraban@<the LGO's own domain>`. Most wrong addresses go wrong
in a few known ways; each has its own code here, and the right address where it can be derived.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kit.errors import DomainError
from kit.identifiers import IdentifierProblem, InvalidIdentifier, parse_dla_code
from kit.thai.digits import FROM_THAI
from kit.thai.text import normalise_text

DLA_DOMAIN = "dla.go.th"
LGO_MAIL_DOMAIN = "lgo.mail.go.th"
ALLOWED_SUFFIXES = (".go.th", ".or.th", ".ac.th", ".mi.th", ".com")


class SarabanShape(StrEnum):
    DLA = "dla"
    LGO_MAIL = "lgo_mail"
    OWN_DOMAIN = "own_domain"


class SarabanProblem(StrEnum):
    EMPTY = "empty"
    NOT_AN_ADDRESS = "not_an_address"
    FREE_MAIL = "free_mail"
    """Gmail, Yahoo and the like are never allowed."""
    OTHER_MAILBOX = "other_mailbox"
    """A mailbox of something else, such as `admin@…`."""
    MISSING_PREFIX = "missing_prefix"
    """The code alone, without `saraban_`."""
    MISSPELT_SARABAN = "misspelt_saraban"
    SARABUN = "sarabun"
    """Written like the font Sarabun."""
    MISSING_CODE = "missing_code"
    """`saraban@dla.go.th` is the Department's own."""
    LOST_LEADING_ZERO = "lost_leading_zero"
    WRONG_CODE = "wrong_code"
    WRONG_SEPARATOR = "wrong_separator"
    """`_` belongs to dla.go.th, `-` to lgo.mail.go.th."""
    WRONG_NAME = "wrong_name"
    LOOKALIKE_DOMAIN = "lookalike_domain"
    """Such as dia.go.th for dla.go.th."""
    WRONG_DOMAIN = "wrong_domain"
    """A code or name before a domain of one's own, where `saraban` stands alone."""
    NOT_OWN_DOMAIN = "not_own_domain"
    DOMAIN_NOT_ALLOWED = "domain_not_allowed"


class SarabanWarning(StrEnum):
    OTHER_CODE = "other_code"
    """The code is not the LGO's present one, as after a change of status."""
    COM_DOMAIN = "com_domain"
    """Tolerated, but .go.th is expected."""
    UNCONFIRMED_DOMAIN = "unconfirmed_domain"
    """Nobody has said which domain is the LGO's own."""


@dataclass(frozen=True)
class SarabanCheck:
    """What was found: the address in lower case, and either its shape or its problem."""

    address: str
    shape: SarabanShape | None = None
    problem: SarabanProblem | None = None
    warnings: tuple[SarabanWarning, ...] = ()
    suggestion: str = ""

    @property
    def ok(self) -> bool:
        return self.problem is None


@dataclass(frozen=True)
class _Address:
    """An address in its parts: `word`, `separator`, `rest` @ `domain`; and what is known."""

    word: str
    separator: str
    rest: str
    domain: str
    known_code: str
    own_domains: tuple[str, ...]

    @property
    def code(self) -> str:
        """The LGO code written in it, its lost zero restored, or nothing."""
        try:
            return str(parse_dla_code(self.rest))
        except InvalidIdentifier as error:
            return error.suggestion if _is_code(error.suggestion) else ""


_ADDRESS = re.compile(
    r"([a-z]*)([_.+-]?)([a-z0-9._+-]*)@"
    r"((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,})"
)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BARE_CODE = re.compile(r"\d{7,8}")
_LONGEST = 254
_SIMILAR = 0.75
_FREE_MAIL = frozenset(
    {
        "aol",
        "gmail",
        "googlemail",
        "gmx",
        "hotmail",
        "icloud",
        "live",
        "msn",
        "outlook",
        "proton",
        "protonmail",
        "yahoo",
        "ymail",
        "zoho",
    }
)


def check_saraban_email(text: str, *, dla_code: str = "", own_domains: Sequence[str] = ()) -> SarabanCheck:
    """Check an address as typed, against the LGO's code and domains as far as they are known.

    Never raises: every text gets a result.
    """
    typed = normalise_text(text).translate(FROM_THAI).lower()
    if not typed:
        return SarabanCheck("", problem=SarabanProblem.EMPTY)
    match = _ADDRESS.fullmatch(typed) if len(typed) <= _LONGEST else None
    if not match:
        return SarabanCheck(typed, problem=SarabanProblem.NOT_AN_ADDRESS)
    word, separator, rest, domain = match.groups()
    address = _Address(
        word=word,
        separator=separator,
        rest=rest,
        domain=domain,
        known_code=dla_code if _is_code(dla_code) else "",
        own_domains=tuple(_bare(own) for own in own_domains),
    )
    if problem := _mailbox_problem(address) or _domain_problem(address):
        return SarabanCheck(typed, problem=problem, suggestion=_suggestion(address))
    shape = _shape(address)
    return SarabanCheck(typed, shape=shape, warnings=_warnings(address, shape))


def _mailbox_problem(address: _Address) -> SarabanProblem | None:
    if _is_free_mail(address.domain):
        return SarabanProblem.FREE_MAIL
    if address.word == "saraban":
        return None
    if not address.word and _BARE_CODE.fullmatch(address.rest):
        return SarabanProblem.MISSING_PREFIX
    if address.word.startswith("sarabun"):
        return SarabanProblem.SARABUN
    if _similar(address.word, "saraban"):
        return SarabanProblem.MISSPELT_SARABAN
    return SarabanProblem.OTHER_MAILBOX


def _domain_problem(address: _Address) -> SarabanProblem | None:
    if address.domain == DLA_DOMAIN:
        return _dla_problem(address)
    if address.domain == LGO_MAIL_DOMAIN:
        return _lgo_mail_problem(address)
    return _own_domain_problem(address)


def _dla_problem(address: _Address) -> SarabanProblem | None:
    if not address.rest:
        return SarabanProblem.MISSING_CODE
    if address.separator != "_":
        return SarabanProblem.WRONG_SEPARATOR
    if not address.rest.isdecimal():
        return SarabanProblem.WRONG_CODE
    try:
        parse_dla_code(address.rest)
    except InvalidIdentifier as error:
        lost_zero = error.code == IdentifierProblem.LOST_LEADING_ZERO
        return SarabanProblem.LOST_LEADING_ZERO if lost_zero else SarabanProblem.WRONG_CODE
    return None


def _lgo_mail_problem(address: _Address) -> SarabanProblem | None:
    if not address.rest:
        return SarabanProblem.MISSING_CODE
    if address.separator != "-":
        return SarabanProblem.WRONG_SEPARATOR
    return None if _NAME.fullmatch(address.rest) else SarabanProblem.WRONG_NAME


def _own_domain_problem(address: _Address) -> SarabanProblem | None:
    if address.separator:
        known = (DLA_DOMAIN, LGO_MAIL_DOMAIN)
        looks_known = any(_similar(address.domain, domain) for domain in known)
        return SarabanProblem.LOOKALIKE_DOMAIN if looks_known else SarabanProblem.WRONG_DOMAIN
    if not address.domain.endswith(ALLOWED_SUFFIXES):
        return SarabanProblem.DOMAIN_NOT_ALLOWED
    if address.own_domains and _bare(address.domain) not in address.own_domains:
        return SarabanProblem.NOT_OWN_DOMAIN
    return None


def _suggestion(address: _Address) -> str:
    code = address.code or address.known_code
    if address.domain == LGO_MAIL_DOMAIN and _NAME.fullmatch(address.rest) and not address.code:
        return f"saraban-{address.rest}@{LGO_MAIL_DOMAIN}"
    if code:
        return f"saraban_{code}@{DLA_DOMAIN}"
    if address.own_domains:
        return f"saraban@{address.own_domains[0]}"
    return f"saraban@{address.domain}" if _meant_own_domain(address) else ""


def _meant_own_domain(address: _Address) -> bool:
    return (
        _similar(address.word, "saraban")
        and not _is_free_mail(address.domain)
        and address.domain.endswith(ALLOWED_SUFFIXES)
        and not any(_similar(address.domain, known) for known in (DLA_DOMAIN, LGO_MAIL_DOMAIN))
    )


def _shape(address: _Address) -> SarabanShape:
    shapes = {DLA_DOMAIN: SarabanShape.DLA, LGO_MAIL_DOMAIN: SarabanShape.LGO_MAIL}
    return shapes.get(address.domain, SarabanShape.OWN_DOMAIN)


def _warnings(address: _Address, shape: SarabanShape) -> tuple[SarabanWarning, ...]:
    own = shape is SarabanShape.OWN_DOMAIN
    found = {
        SarabanWarning.OTHER_CODE: shape is SarabanShape.DLA and address.known_code not in ("", address.rest),
        SarabanWarning.COM_DOMAIN: own and address.domain.endswith(".com"),
        SarabanWarning.UNCONFIRMED_DOMAIN: own and not address.own_domains,
    }
    return tuple(warning for warning, applies in found.items() if applies)


def _is_code(text: str) -> bool:
    try:
        parse_dla_code(text)
    except DomainError:
        return False
    return True


def _is_free_mail(domain: str) -> bool:
    return domain.split(".")[0] in _FREE_MAIL and not domain.endswith(".go.th")


def _similar(left: str, right: str) -> bool:
    return SequenceMatcher(None, left, right).ratio() >= _SIMILAR


def _bare(domain: str) -> str:
    return domain.strip().lower().removeprefix("www.")

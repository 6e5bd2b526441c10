"""Subdomains an LGO may choose: one DNS label that is short, plain ASCII and not misleading."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import count, islice

from kit.errors import Invalid, gettext_noop
from kit.thai import normalise_text

SHORTEST, LONGEST = 3, 40


class SubdomainProblem(StrEnum):
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    THAI = "thai"
    BAD_CHARACTER = "bad_character"
    HYPHEN_AT_EDGE = "hyphen_at_edge"
    DOUBLE_HYPHEN = "double_hyphen"
    ONLY_DIGITS = "only_digits"
    RESERVED = "reserved"


_MESSAGES = {
    SubdomainProblem.EMPTY: gettext_noop("Write the name of your web address."),
    SubdomainProblem.TOO_SHORT: gettext_noop("Use at least %(shortest)s characters."),
    SubdomainProblem.TOO_LONG: gettext_noop("Use at most %(longest)s characters."),
    SubdomainProblem.THAI: gettext_noop("Use English letters: a web address cannot hold Thai ones here."),
    SubdomainProblem.BAD_CHARACTER: gettext_noop("Use only a–z, 0–9 and hyphens; “%(character)s” cannot be used."),
    SubdomainProblem.HYPHEN_AT_EDGE: gettext_noop("The name cannot begin or end with a hyphen."),
    SubdomainProblem.DOUBLE_HYPHEN: gettext_noop("The name cannot hold two hyphens in a row."),
    SubdomainProblem.ONLY_DIGITS: gettext_noop("The name needs at least one letter."),
    SubdomainProblem.RESERVED: gettext_noop("This name is kept for the platform. Choose another one."),
}


class InvalidSubdomain(Invalid):
    """`code` is a `SubdomainProblem`."""

    def __init__(self, problem: SubdomainProblem, character: str = "") -> None:
        params = {"shortest": SHORTEST, "longest": LONGEST, "character": character}
        super().__init__(_MESSAGES[problem], code=problem, params=params)


RESERVED = frozenset(
    {
        *("about", "abuse", "account", "accounts", "admin", "administrator", "api", "app", "apps", "assets", "auth"),
        *("autoconfig", "autodiscover", "backup", "beta", "billing", "blog", "cache", "cdn", "cms", "console"),
        *("contact", "control", "cpanel", "dashboard", "database", "demo", "dev", "dga", "digital", "dla", "dns"),
        *("docs", "domain", "download", "email", "example", "exec", "files", "ftp", "git", "grafana", "gov", "health"),
        *(
            "help",
            "hostmaster",
            "https",
            "id",
            "identity",
            "imap",
            "info",
            "information-schema",
            "internal",
            "intranet",
        ),
        *("invalid", "invoice", "jobs", "ldap", "lgo", "localhost", "login", "logout", "logs", "mail", "mailer"),
        *("media", "metrics", "mobile", "moi", "monitor", "mta-sts", "mysql", "network", "news", "noreply", "null"),
        *("oauth", "official", "oidc", "opdc", "operator", "passport", "pay", "payment", "payments", "pgadmin"),
        *("phpmyadmin", "pop", "pop3", "portal", "postgres", "postgresql", "postmaster", "preview", "private"),
        *("prod", "production", "prometheus", "proxy", "public", "redis", "register", "registry", "root", "saraban"),
        *("secure", "security", "sentry", "server", "service", "services", "sftp", "shop", "signin", "signup", "site"),
        *("smtp", "sql", "ssh", "ssl", "sso", "stage", "staging", "static", "stats", "status", "store", "support"),
        *("system", "tangrat", "team", "template", "tenant", "tenants", "test", "testing", "thaid", "thailand"),
        *("thongthin", "tls", "trial", "undefined", "update", "upload", "uploads", "user", "users", "vpn", "web"),
        *("webdisk", "webhook", "webhooks", "webmail", "webmaster", "welcome", "wiki", "worker", "wpad", "www"),
    }
)
_RESERVED_SHAPE = re.compile(r"pg-.*|(?:www|ns|mx|mail|smtp|web|app|api|cdn|dns|srv|server|db|pg)\d*")
_LABEL = re.compile(r"[a-z0-9-]*")
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "-": None})


def check_subdomain(text: str, *, allow_reserved: bool = False) -> str:
    """The subdomain in lower case; InvalidSubdomain when it cannot be one.

    A name that looks like a reserved one (`adm1n`) is reserved too. `allow_reserved` is for our
    own seeds, which use `demo`.
    """
    label = normalise_text(text).lower()
    _check_characters(label)
    _check_shape(label)
    if not allow_reserved and is_reserved(label):
        raise InvalidSubdomain(SubdomainProblem.RESERVED)
    return label


def is_reserved(label: str) -> bool:
    return skeleton(label) in _RESERVED_SKELETONS or _RESERVED_SHAPE.fullmatch(label) is not None


def skeleton(label: str) -> str:
    """The label with characters that look alike made equal and hyphens dropped: two labels with
    one skeleton would be taken for each other, so keep it unique."""
    return label.lower().translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w")


_RESERVED_SKELETONS = frozenset(map(skeleton, RESERVED))


def slug(text: str) -> str:
    """The label nearest to an English name, maybe empty: `Mae Sai` becomes `maesai`."""
    return re.sub(r"[^a-z0-9]", "", normalise_text(text).lower())[:LONGEST]


def suggest_subdomains(
    *names: str, qualifiers: Sequence[str] = (), is_taken: Callable[[str], bool], limit: int = 3
) -> list[str]:
    """Free subdomains for an LGO, the plainest first.

    `names` are English names or domains of the place, best first; Thai ones are passed over.
    `qualifiers` tell namesakes apart, such as `sao`, the province, the DLA code.
    """
    found: dict[str, None] = {}
    candidates = _candidates([slug(name) for name in names], [slug(each) for each in qualifiers])
    for label in islice(candidates, 200):
        if _is_possible(label) and not is_taken(label):
            found[label] = None
        if len(found) == limit:
            break
    return list(found)


def _candidates(names: list[str], qualifiers: list[str]) -> Iterator[str]:
    names = [name for name in names if name]
    yield from names
    for name in names:
        yield from (f"{name}-{qualifier}" for qualifier in qualifiers)
    yield from (f"{first}-{second}" for first in qualifiers for second in qualifiers if first != second)
    stems = names or qualifiers or ["lgo"]
    yield from (f"{stem}-{number}" for number in count(2) for stem in stems)


def _is_possible(label: str) -> bool:
    try:
        check_subdomain(label)
    except InvalidSubdomain:
        return False
    return True


def _check_characters(label: str) -> None:
    if not label:
        raise InvalidSubdomain(SubdomainProblem.EMPTY)
    if re.search("[\u0e00-\u0e7f]", label):
        raise InvalidSubdomain(SubdomainProblem.THAI)
    if not _LABEL.fullmatch(label):
        stranger = next(character for character in label if not _LABEL.fullmatch(character))
        raise InvalidSubdomain(SubdomainProblem.BAD_CHARACTER, stranger)


def _check_shape(label: str) -> None:
    checks = {
        SubdomainProblem.TOO_SHORT: len(label) < SHORTEST,
        SubdomainProblem.TOO_LONG: len(label) > LONGEST,
        SubdomainProblem.HYPHEN_AT_EDGE: label.strip("-") != label,
        SubdomainProblem.DOUBLE_HYPHEN: "--" in label,
        SubdomainProblem.ONLY_DIGITS: label.replace("-", "").isdecimal(),
    }
    for problem, applies in checks.items():
        if applies:
            raise InvalidSubdomain(problem)

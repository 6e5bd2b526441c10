"""Two price books, or two versions of the days of the ladder, side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from billing.explain import money
from billing.models import LadderRules, PriceBook
from provisioning.money.ladder_forms import LADDER_LABELS
from shared_apps.ui.templatetags.thai import thaidate, thainumber


@dataclass(frozen=True)
class Compared:
    """A value of a version, and what it is in the other one; empty when it is not there."""

    label: str
    now: str
    before: str

    @property
    def differs(self) -> bool:
        """Whether it would change."""
        return self.now != self.before

    @property
    def is_english(self) -> bool:
        """Whether it is written in English, as names for the English pages are."""
        return bool(re.search("[A-Za-z]{3}", self.now)) and not re.search("[ก-๙]", self.now)


def compare(book: PriceBook, other: PriceBook | None) -> list[Compared]:
    """Every value of both books, in the order of the first."""
    return _beside(dict(_values(book)), dict(_values(other)) if other else {})


def compare_ladders(rules: LadderRules, other: LadderRules | None) -> list[Compared]:
    """Every number of both versions."""
    return _beside(_numbers(rules), _numbers(other) if other else {})


def _beside(mine: dict[str, str], theirs: dict[str, str]) -> list[Compared]:
    labels = [*mine, *(label for label in theirs if label not in mine)]
    return [Compared(label, mine.get(label, ""), theirs.get(label, "")) for label in labels]


def _numbers(rules: LadderRules) -> dict[str, str]:
    return {
        _("Effective from"): thaidate(rules.effective_from),
        **{str(label): _written(getattr(rules, name)) for name, label in LADDER_LABELS.items()},
        _("Reason"): rules.reason,
    }


def _written(days: int | list[int]) -> str:
    return ", ".join(map(thainumber, days)) if isinstance(days, list) else thainumber(days)


def _values(book: PriceBook) -> Iterator[tuple[str, str]]:
    yield _("Effective from"), thaidate(book.effective_from)
    yield _("VAT (%)"), thainumber(book.vat_percent, 2)
    yield _("Withholding tax (%)"), thainumber(book.withholding_percent, 2)
    yield _("Installation, once (baht)"), money(book.installation)
    yield _("Legal basis"), book.legal_basis
    for one in book.packages.all():
        for label, value in _package(one):
            yield _("Package %(code)s: %(what)s") % {"code": one.code, "what": label}, value
    for more in book.storage.all():
        label = _("More storage %(code)s: %(what)s")
        yield label % {"code": more.code, "what": _("a month (baht)")}, money(more.monthly)
        yield label % {"code": more.code, "what": _("size")}, filesizeformat(more.storage)


def _package(one: Any) -> Iterator[tuple[str, str]]:
    yield _("name"), one.name_th
    yield _("name in English"), one.name_en
    yield _("a year (baht)"), money(one.yearly)
    yield _("accounts"), thainumber(one.accounts) if one.accounts is not None else _("Unlimited")
    yield _("storage"), filesizeformat(one.storage)

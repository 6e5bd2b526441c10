"""The days of the ladder in their versions, and what a new one would mean. Public scope."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q

from billing.ladder import Stage
from billing.models import LadderRules, Quote, QuoteKind, QuoteState, StoredStanding
from billing.selectors.standing import agreed_rules
from tenants.workflow import TenantState

OVER = (Stage.GRACE, Stage.READ_ONLY, Stage.EXPORT_ONLY, Stage.ENDED)


@dataclass(frozen=True, kw_only=True)
class Impact:
    """How many LGOs new days would touch; every number counts LGOs.

    `over`: by stage, those whose time has ended, who keep the days under which it did. `ending_before`: whose time ends
    before the new days begin, who keep the old ones too. `contracts`, `trials`: who will follow the new days. Of these
    `moved` stand at another stage on the first day than they would without, `offered` hold a quotation for renewal that
    stays valid until its own day, and `offered_at_once` are offered the renewal on the first day as it is offered
    earlier from then on.
    """

    over: dict[str, int]
    ending_before: int
    contracts: int
    trials: int
    moved: int
    offered: int
    offered_at_once: int

    @property
    def all_over(self) -> int:
        """Whose time has ended."""
        return sum(self.over.values())


def ladder_versions() -> "models.QuerySet[LadderRules]":
    """All versions, newest first, with their writers."""
    return LadderRules.objects.select_related("written_by", "approved_by").order_by("-version")


def ladder_version(pk: int) -> LadderRules | None:
    """A version."""
    return ladder_versions().filter(pk=pk).first()


def rules_without(rules: LadderRules) -> LadderRules | None:
    """What would hold on the day of a version if it were not there; None before the first."""
    return agreed_rules().exclude(pk=rules.pk).filter(effective_from__lte=rules.effective_from).first()


def impact_of(rules: LadderRules, today: date) -> Impact:
    """What a version that is not yet in force would mean, as LGOs stand today."""
    first, last = rules.effective_from, _last_day(rules)
    before = rules_without(rules) or rules
    following = Q(ends_on__gte=first, ends_on__lt=last)
    furthest, reached = (first + timedelta(days=max(one.renewal_days)) for one in (rules, before))
    is_moved = rules.ladder.stage_after(0)[0] != before.ladder.stage_after(0)[0]
    counted: Any = _standings().aggregate(
        **{str(stage): Count("pk", filter=Q(stage=stage)) for stage in OVER},
        ending_before=Count("pk", filter=Q(ends_on__gt=today, ends_on__lt=first)),
        contracts=Count("pk", filter=following & ~Q(stage=Stage.TRIAL)),
        trials=Count("pk", filter=following & Q(stage=Stage.TRIAL)),
        first_day=Count("pk", filter=Q(ends_on=first) & ~Q(tenant__subscription__ends=True)),
        at_once=Count("pk", filter=Q(stage=Stage.RUNNING, ends_on__gt=reached, ends_on__lte=furthest)),
    )
    return Impact(
        over={str(stage): counted[str(stage)] for stage in OVER},
        ending_before=counted["ending_before"],
        contracts=counted["contracts"],
        trials=counted["trials"],
        moved=counted["first_day"] if is_moved else 0,
        offered=_offered(first, last),
        offered_at_once=counted["at_once"],
    )


def _last_day(rules: LadderRules) -> date:
    """The day from which the next version holds that was agreed to; the end of time when there is none."""
    later = agreed_rules().exclude(pk=rules.pk).filter(effective_from__gt=rules.effective_from).last()
    return later.effective_from if later else date.max


def _standings() -> "models.QuerySet[StoredStanding]":
    return StoredStanding.objects.filter(tenant__state__in=TenantState.served())


def _offered(first: date, last: date) -> int:
    open_quotes = Quote.objects.filter(kind=QuoteKind.RENEWAL, state=QuoteState.ISSUED)
    return open_quotes.filter(term__ends_on__gte=first, term__ends_on__lt=last).count()

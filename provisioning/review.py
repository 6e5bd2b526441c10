"""The answers of a sign-up as people check them, and a run as people follow it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.saraban_email import check_saraban_email
from provisioning import lgo, selectors
from provisioning.models import ProvisioningRun, ProvisioningStep, RunState, StepProblem, StepState
from provisioning.saraban_texts import WARNINGS
from shared_apps.geography.provinces import province
from shared_apps.ui.templatetags.thai import is_thai, phone
from tenants.models import LgoType, base_url


@dataclass(frozen=True)
class Row:
    """A question, its answer, and where to change it."""

    label: Any
    value: str
    change_url: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under one heading."""

    title: Any
    rows: list[Row]


def sections_of(answers: dict[str, Any]) -> list[Section]:
    """All answers, each with a link to its page."""
    identity = lgo.identity_of(answers)
    area, contact = _page("area"), _page("contact")
    mailbox = "\n".join([identity.saraban_email, *_mailbox_notes(answers)])
    place = [Row(_("Province"), str(province(identity.province_code)), area)]
    if identity.district:
        place.append(Row(_("District"), identity.district, area))
    return [
        Section(
            _("Local government"),
            [
                Row(_("Type"), type_label(identity.lgo_type), _page("type")),
                Row(_("Name of the local government"), identity.name, area),
                *place,
                Row(_("DLA code"), identity.dla_code, _page("code")),
                Row(_("Web address"), selectors.host_of(answers["subdomain"]), _page("address")),
                Row(_("Central e-mail"), mailbox, _page("mailbox")),
            ],
        ),
        Section(
            _("Contact person"),
            [
                Row(_("Name and surname"), answers["contact_name"], contact),
                Row(_("Position"), answers["contact_position"], contact),
                Row(_("Telephone"), phone(answers["contact_phone"]), contact),
                Row(_("Work e-mail"), answers["contact_email"], contact),
            ],
        ),
    ]


def _mailbox_notes(answers: dict[str, Any]) -> list[str]:
    check = check_saraban_email(answers["saraban_email"], dla_code=answers["dla_code"])
    return [gettext("Note: %(text)s") % {"text": WARNINGS[warning]} for warning in check.warnings]


def type_label(lgo_type: str) -> str:
    """The type's name in the language of the page."""
    return dict(lgo.type_choices()).get(lgo_type, "")


def short_type_label(lgo_type: str) -> str:
    """`อบต.`, or the whole name in English."""
    facts = lgo.facts_of(LgoType(lgo_type))
    return facts.short_th if is_thai() and lgo_type != LgoType.SPECIAL else type_label(lgo_type)


def _page(slug: str) -> str:
    return reverse("sign_up_page", args=[slug])


# --- a run ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepView:
    """A step for `ui/progress.html`."""

    label: str
    state: str
    detail: str


@dataclass
class RunView:
    """A run for `ui/progress.html`, with what comes of it. `state` is never "running": the page around it polls."""

    run: ProvisioningRun
    for_staff: bool = False
    host: str = ""
    steps: list[StepView] = field(default_factory=list)

    @property
    def id(self) -> str:
        return "progress"

    @property
    def label(self) -> str:
        return str(self.run.get_state_display() if self.for_staff else _LABELS[RunState(self.run.state)])

    @property
    def note(self) -> str:
        return "" if self.for_staff else str(_NOTES.get(RunState(self.run.state), ""))

    @property
    def state(self) -> str:
        return {RunState.DONE: "done", RunState.FAILED: "failed"}.get(RunState(self.run.state), "going on")

    @property
    def done(self) -> int:
        return sum(step.state == "done" for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def url(self) -> str:
        return base_url(self.host) if self.host else ""


_LABELS = {
    RunState.WAITING: _("Your sign-up has arrived and waits for approval"),
    RunState.QUEUED: _("Your system is being set up"),
    RunState.RUNNING: _("Your system is being set up"),
    RunState.FAILED: _("The set-up stopped"),
    RunState.DONE: _("Your system is ready"),
    RunState.DECLINED: _("The sign-up was declined"),
    RunState.ROLLED_BACK: _("The set-up was undone"),
}
_NOTES = {
    RunState.WAITING: _("We look at every sign-up within office hours and write to your e-mail address."),
    RunState.QUEUED: _("You may leave this page; the work goes on. Keep its address to come back."),
    RunState.RUNNING: _("You may leave this page; the work goes on. Keep its address to come back."),
    RunState.FAILED: _("Our staff see this and will put it right. Nothing that you typed is lost."),
    RunState.DECLINED: _("Contact us if you have a question. You may sign up again."),
    RunState.ROLLED_BACK: _("Contact us if you have a question. You may sign up again."),
}


def run_view(run: ProvisioningRun, *, for_staff: bool = False) -> RunView:
    """A run with its steps and host, all fetched already (`selectors.runs`)."""
    hosts = [domain.domain for domain in run.tenant.domains.all() if domain.is_primary]
    steps = [_step_view(step) for step in run.steps.all()]
    return RunView(run=run, for_staff=for_staff, host=hosts[0] if hosts else "", steps=steps)


def _step_view(step: ProvisioningStep) -> StepView:
    detail = ""
    if step.state == StepState.FAILED and step.problem:
        detail = str(StepProblem(step.problem).label)
    elif step.attempts > 1 and step.state != StepState.DONE:
        detail = gettext("Attempt %(number)s") % {"number": step.attempts}
    return StepView(label=str(step.get_name_display()), state=step.state, detail=detail)

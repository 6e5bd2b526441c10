"""The first day of a new LGO: the steps that apps register, and how far the LGO is."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tenant_apps.registry import selectors as registry
from tenant_apps.site import extensions, selectors
from tenant_apps.site.catalogue import url_or_nothing
from tenant_apps.site.extensions import FirstStep
from tenant_apps.site.models import SiteSettings


@dataclass(frozen=True)
class StepShown:
    """A step as it stands: `done`, `skipped` or `todo`."""

    step: FirstStep
    url: str
    state: str


@dataclass(frozen=True)
class FirstDay:
    """All steps, and whether the LGO has closed the list."""

    steps: tuple[StepShown, ...]
    is_dismissed: bool

    @property
    def left(self) -> list[StepShown]:
        """What is still to do."""
        return [one for one in self.steps if one.state == "todo"]

    @property
    def ready(self) -> int:
        """How many steps are done or skipped."""
        return len(self.steps) - len(self.left)

    @property
    def is_over(self) -> bool:
        """Whether nobody has to be reminded any more."""
        return self.is_dismissed or not self.left

    @property
    def is_untouched(self) -> bool:
        """Whether nothing of it was done yet."""
        return not self.is_dismissed and bool(self.left) and not self.ready


def first_day() -> FirstDay:
    """The steps of this LGO. Those that cannot be opened are left out."""
    site = selectors.site_settings()
    shown = [
        StepShown(step, f"{url}?step={step.name}", _state(step, site))
        for step in extensions.first_steps()
        if (url := url_or_nothing(step.url_name))
    ]
    return FirstDay(tuple(shown), site.start_dismissed_at is not None)


def _state(step: FirstStep, site: SiteSettings) -> str:
    if step.is_done():
        return "done"
    return "skipped" if step.name in site.steps_skipped else "todo"


def _has_picture() -> bool:
    site = selectors.site_settings()
    return site.logo_id is not None or site.seal_id is not None


def _has_contact() -> bool:
    site = selectors.site_settings()
    return bool(site.phone and site.address)


def _has_colleagues() -> bool:
    return registry.people().count() > 1 or registry.pending_invitations().exists()


STEPS = (
    FirstStep(
        name="pictures",
        label=_("Logo and seal"),
        description=_("They stand at the top of every page and on your papers."),
        icon="card-image",
        url_name="site_pictures",
        is_done=_has_picture,
        order=10,
    ),
    FirstStep(
        name="contact",
        label=_("Address and telephone number"),
        description=_("Citizens see them on the first page and on the contact page."),
        icon="telephone",
        url_name="site_contact_settings",
        is_done=_has_contact,
        order=20,
    ),
    FirstStep(
        name="pin",
        label=_("Your office on the map"),
        description=_("Put the pin on your office: maps for reporting a problem begin there."),
        icon="geo-alt",
        url_name="site_contact_settings",
        is_done=lambda: selectors.site_settings().has_place,
        order=30,
    ),
    FirstStep(
        name="divisions",
        label=_("Divisions"),
        description=_("Your type of LGO usually has these. Rename, add or close some, or keep them."),
        icon="building",
        url_name="registry_divisions",
        is_ready=True,
        order=40,
    ),
    FirstStep(
        name="people",
        label=_("Invite your colleagues"),
        description=_("Each receives an e-mail, chooses a password and sees the cases of their division."),
        icon="person-plus",
        url_name="registry_invite",
        is_done=_has_colleagues,
        order=50,
    ),
    FirstStep(
        name="services",
        label=_("First service"),
        description=_("Look which services are on, and switch off those that you are not ready for."),
        icon="toggles",
        url_name="site_services",
        is_ready=True,
        order=60,
    ),
)

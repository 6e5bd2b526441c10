"""What apps above this one add to its pages, registered in their `AppConfig.ready`.

extensions.register_menu(MenuItem(name="inbox", label=_("Inbox"), icon="inbox", url_name="complaints_inbox",
                                  order=10, badge=waiting_for))
extensions.register_cases(latest_cases)
extensions.register_settings(SettingsPage(name="categories", label=_("Categories"), description=_("…"), icon="tags",
                                          url_name="complaint_categories", order=20, right=("complaints", "settings")))
extensions.register_service(SiteService(code="complaints", label=_("Complaints"), description=_("…"), icon="megaphone",
                                        entry_paths=("/complaints/new",)))
extensions.register_first_step(FirstStep(name="people", label=_("Colleagues"), description=_("…"),
                                         url_name="registry_invite", is_done=has_colleagues, order=60))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import User


class State(Protocol):
    """What `status_badge` shows."""

    label: Any
    tone: str


def _every_officer(_user: User) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """An entry of the officers' menu. `badge` counts what waits for the user, in one cheap query."""

    name: str
    label: Any
    icon: str
    url_name: str
    order: int
    may_open: Callable[[User], bool] = _every_officer
    badge: Callable[[User], int] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case of a citizen, as one line."""

    title: str
    number: str
    url: str
    at: datetime
    state: State


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """Something that a visitor has begun and not sent: where to go on, and what a POST of throws it away."""

    title: str
    at: datetime
    url: str
    discard_url: str = ""


class SettingsGroup(TextChoices):
    """The headings of the settings page, in their order."""

    OFFICE = "office", _("Your office")
    SERVICES = "services", _("Services and cases")
    PEOPLE = "people", _("People and rights")
    MESSAGES = "messages", _("Messages and connections")


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """A card on /desk/settings. `words` are what people call it besides; they are searched and not shown.

    `actions` are those of its audit rows (`complaints.change_category`), by which the history is filtered.
    """

    name: str
    label: Any
    description: Any
    icon: str
    url_name: str
    order: int
    right: tuple[str, str] = ("site", "settings")
    group: SettingsGroup = SettingsGroup.SERVICES
    words: str = ""
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SiteService:
    """A service of the LGO that can be switched off.

    `entry_paths` are where citizens begin something new, with all that lies beneath: they are closed while it is off.
    Pages that follow what was begun (tracking, answers) stay open, so that open cases can be finished.
    `number_example()` is a number as its cases have them.
    """

    code: str
    label: Any
    description: Any
    icon: str
    entry_paths: tuple[str, ...]
    number_example: Callable[[], str] = str


@dataclass(frozen=True, kw_only=True)
class CalendarListener:
    """Whose deadlines follow the office's calendar.

    `job` is enqueued in the transaction of every change of holidays or hours; `concerned(days)` counts the open cases
    whose time includes one of the days, in one query, to be told before the change.
    """

    job: str
    concerned: Callable[[Sequence[date]], int]


def _nobody_knows() -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """A step of a new LGO's first day. `is_done` looks at the data, in one cheap query; a step may also be skipped.

    One that `is_ready` has something good in it already, which may be left as it is.
    """

    name: str
    label: Any
    description: Any
    url_name: str
    order: int
    icon: str = "circle"
    is_done: Callable[[], bool] = _nobody_knows
    is_ready: bool = False


@dataclass(frozen=True, kw_only=True)
class Samples:
    """The samples of one service, which an LGO loads to try things out and clears away again.

    `planned()` and `count()` say how many there will be and how many there are. `load(actor=, at=)` makes the next one
    that is missing and `clear(actor=, at=)` removes the next one, each in a transaction; both say whether they found
    one to make or remove. So a run that was cut off goes on where it was, and a second one finds nothing to do.
    `clear` removes what `load` has made, whatever officers have done with it, and nothing else.
    """

    name: str
    label: Any
    planned: Callable[[], int]
    count: Callable[[], int]
    load: Callable[..., bool]
    clear: Callable[..., bool]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the desk's first page. `context(user)` fills `template` as `panel`; without any it is not shown."""

    name: str
    template: str
    context: Callable[[User], dict[str, Any]]
    order: int


LatestCases = Callable[[User, int], Sequence[CaseLine]]
_menu: dict[str, MenuItem] = {}
_cases: list[LatestCases] = []
BegunBy = Callable[[HttpRequest], Sequence[Unfinished]]
_begun: list[BegunBy] = []
_settings: dict[str, SettingsPage] = {}
_services: dict[str, SiteService] = {}
_listeners: dict[str, CalendarListener] = {}
_labels: dict[str, Any] = {}
_words: dict[str, Callable[[Any], str]] = {}
_panels: dict[str, Panel] = {}
_first_steps: dict[str, FirstStep] = {}
_samples: dict[str, Samples] = {}


def register_menu(item: MenuItem) -> None:
    """Add an entry to the officers' menu, or replace the one of that name."""
    _menu[item.name] = item


def register_cases(latest: LatestCases) -> None:
    """Let `latest(user, limit)` give a citizen's newest cases of one kind, for the home page."""
    if latest not in _cases:
        _cases.append(latest)


def register_unfinished(begun: BegunBy) -> None:
    """Let `begun(request)` give what a visitor, signed in or not, has begun and not sent, for the home page."""
    if begun not in _begun:
        _begun.append(begun)


def unfinished(request: HttpRequest) -> list[Unfinished]:
    """What the visitor has begun, of every kind, the latest first."""
    lines = [line for begun in _begun for line in begun(request)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def menu() -> list[MenuItem]:
    """The entries in their order."""
    return sorted(_menu.values(), key=lambda item: item.order)


def latest_cases(user: User, limit: int) -> list[CaseLine]:
    """The newest cases of a citizen, of every kind."""
    lines = [line for latest in _cases for line in latest(user, limit)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def register_settings(page: SettingsPage) -> None:
    """Add a card to /desk/settings, or replace the one of that name."""
    _settings[page.name] = page


def settings_pages() -> list[SettingsPage]:
    """The settings pages in their order."""
    return sorted(_settings.values(), key=lambda page: (list(SettingsGroup).index(page.group), page.order, page.name))


def register_service(service: SiteService) -> None:
    """Let the LGO switch a service off and on, or replace the one of that code."""
    _services[service.code] = service


def services() -> list[SiteService]:
    """The services that can be switched, in the order of their registration."""
    return list(_services.values())


def number_example() -> str:
    """A number of a case as people have them, or nothing while no service numbers cases."""
    return next((found for one in _services.values() if (found := one.number_example())), "")


def service_entered(path: str) -> str:
    """The code of the service that citizens begin at this path, or nothing."""
    return next((one.code for one in _services.values() for entry in one.entry_paths if _within(path, entry)), "")


def _within(path: str, entry: str) -> bool:
    return path == entry or path.startswith(f"{entry}/")


def register_panel(panel: Panel) -> None:
    """Add a part to the first page of the desk, or replace the one of that name."""
    _panels[panel.name] = panel


def panels(user: User) -> list[dict[str, Any]]:
    """The parts of the first page that this officer has, each with `template` and its own words."""
    shown = [(panel, panel.context(user)) for panel in sorted(_panels.values(), key=lambda panel: panel.order)]
    return [{"template": panel.template, **context} for panel, context in shown if context]


def register_first_step(step: FirstStep) -> None:
    """Add a step to the first day of a new LGO, or replace the one of that name."""
    _first_steps[step.name] = step


def first_steps() -> list[FirstStep]:
    """The steps in their order."""
    return sorted(_first_steps.values(), key=lambda step: step.order)


def register_samples(samples: Samples) -> None:
    """Add the samples of a service, or replace those of that name."""
    _samples[samples.name] = samples


def forget_samples(name: str) -> None:
    """Take the samples of a service out again; for tests."""
    _samples.pop(name, None)


def samples() -> list[Samples]:
    """The samples of every service, in the order of their registration."""
    return list(_samples.values())


def register_change_labels(labels: Mapping[str, Any], words: Mapping[str, Callable[[Any], str]] | None = None) -> None:
    """Say what fields of `audit.record_change` are called that their model does not have; `words` say their values."""
    _labels.update(labels)
    _words.update(words or {})


def change_words(name: str) -> Callable[[Any], str] | None:
    """How the values of such a field are said, or None."""
    return _words.get(name)


def change_label(name: str) -> Any:
    """What such a field is called, or None."""
    return _labels.get(name)


def register_calendar_listener(listener: CalendarListener) -> None:
    """Let deadlines be counted anew when the office's calendar changes."""
    _listeners[listener.job] = listener


def calendar_listeners() -> list[CalendarListener]:
    """Those who follow the office's calendar."""
    return list(_listeners.values())

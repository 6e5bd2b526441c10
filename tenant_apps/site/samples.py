"""How far the samples are, for the pages that load and clear them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tenant_apps.site import extensions, selectors
from tenant_apps.site.models import SampleRun


@dataclass(frozen=True)
class Part:
    """The samples of one service."""

    label: Any
    planned: int
    count: int


@dataclass(frozen=True)
class SamplesShown:
    """What there is, what is missing, and the run under way."""

    parts: tuple[Part, ...]
    run: SampleRun
    is_stalled: bool

    @property
    def count(self) -> int:
        """How many are loaded."""
        return sum(part.count for part in self.parts)

    @property
    def is_complete(self) -> bool:
        """Whether none is missing."""
        return all(part.count >= part.planned for part in self.parts)

    @property
    def is_running(self) -> bool:
        """Whether a run is under way and moves."""
        return self.run.state == SampleRun.State.RUNNING and not self.is_stalled

    @property
    def progress(self) -> dict[str, Any]:
        """The run for `ui/progress.html`."""
        return {
            "id": "samples-progress",
            "label": self.run.get_goal_display(),
            "done": self.run.done,
            "total": max(self.run.total, self.run.done),
            "state": self.run.state,
            "poll_url": reverse("site_samples_progress"),
            "note": _("You can leave this page. The work goes on.") if self.is_running else "",
        }


def samples_shown(*, at: datetime) -> SamplesShown | None:
    """The samples as they stand; None when no service has any."""
    parts = tuple(Part(one.label, one.planned(), one.count()) for one in extensions.samples())
    if not any(part.planned or part.count for part in parts):
        return None
    run = selectors.sample_run()
    return SamplesShown(parts, run, selectors.is_stalled(run, at=at))

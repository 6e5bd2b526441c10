"""What everyone may read of cases, and following them."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from shared_apps.api.types import Input, Line
from tenant_apps.complaints.schemas.reading import NUMBER
from tenant_apps.complaints.selectors import PublicCase, PublicStep

Latitude = Annotated[float, Field(ge=5, le=21, examples=[17.392145])]
Longitude = Annotated[float, Field(ge=97, le=106, examples=[104.77201])]


class PublicCaseOut(Schema):
    """A case as everyone may read it: nothing of who reported it, and the pin rounded to about 110 m."""

    number: str = Field(examples=[NUMBER])
    kind: str
    category: str = Field(description="Code of the category.", examples=["street-lights"])
    title: str = Field(description="Empty when the reporter keeps it to the office.")
    state: str = Field(examples=["in_progress"])
    state_label: str
    division: str
    latitude: float | None
    longitude: float | None
    submitted_at: datetime
    due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    people: int = Field(description="How many have this trouble: the reporter and those who follow.")


class NearbyCaseOut(PublicCaseOut):
    """An open case near a place."""

    metres: int = Field(description="How far it is, to about 80 m.")


class StepOut(Schema):
    """A public step of a case."""

    title: str
    at: datetime


class PublicCaseDetailOut(PublicCaseOut):
    """A public case with its steps, the newest first."""

    steps: list[StepOut]


class FollowedOut(Schema):
    """A case that the citizen follows. `case` is null when it is public no longer."""

    number: str = Field(examples=[NUMBER])
    since: datetime
    case: PublicCaseOut | None


class Following(Input):
    """Which public case."""

    number: Annotated[Line, Field(min_length=1, max_length=30, examples=[NUMBER])]


def public_case_out(case: PublicCase) -> dict[str, Any]:
    """A case as `PublicCaseOut`; with `metres` when it was looked for near a place."""
    names = ("number", "kind", "title", "division", "latitude", "longitude", "people")
    times = ("submitted_at", "due_at", "resolved_at", "closed_at")
    return {
        **{name: getattr(case, name) for name in (*names, *times)},
        "category": case.category_code,
        "state": case.state.value,
        "state_label": str(case.state.label),
        **({} if case.metres is None else {"metres": case.metres}),
    }


def step_out(step: PublicStep) -> dict[str, Any]:
    """A step as `StepOut`."""
    return {"title": step.title, "at": step.at}

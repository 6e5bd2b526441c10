"""What programs send."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, model_validator

from shared_apps.api.types import Email, Input, Line, Lines, Phone
from tenant_apps.complaints.models import Category
from tenant_apps.complaints.services import Filing
from tenant_apps.complaints.workflow import MAX_NOTE, MIN_NOTE, State
from tenant_apps.surveys.models import Reason

KINDS = Literal["complaint", "advice", "suggestion"]
PublicNote = Annotated[Lines, Field(min_length=MIN_NOTE, max_length=MAX_NOTE)]
Reasons = Annotated[list[Reason], Field(max_length=len(Reason))]
InternalNote = Annotated[Lines, Field(max_length=MAX_NOTE)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
_PLACES = Decimal("0.000001")


class NewCase(Input):
    """A complaint, a request for advice or a suggestion."""

    kind: KINDS = "complaint"
    category: Annotated[Line, Field(max_length=30, examples=["street-lights"])]
    title: Annotated[Line, Field(min_length=3, max_length=150, examples=["ไฟถนนดับหน้าโรงเรียน"])]
    description: Annotated[
        Lines, Field(min_length=10, max_length=4000, examples=["ไฟถนนดับมาสามวันแล้ว ตั้งแต่หน้าโรงเรียนถึงสี่แยก"])
    ]
    place: Annotated[Line, Field(max_length=300, examples=["หน้าโรงเรียนบ้านเหนือ"])] = ""
    latitude: Annotated[float, Field(ge=5, le=21, examples=[17.392145])] | None = None
    longitude: Annotated[float, Field(ge=97, le=106, examples=[104.77201])] | None = None
    name: Annotated[Line, Field(max_length=150)] = ""
    phone: Phone = ""
    email: Email = ""
    notice_version: Annotated[Line, Field(max_length=20, examples=["1"])] = Field(
        "",
        description="Of the privacy notice that the citizen was shown (operation `getPrivacyNotice`). "
        "Without a token it is needed.",
    )

    source: Annotated[Line, Field(max_length=30, examples=["counter"])] = Field(
        "",
        description="For officers' programs: the way in by which the office was told (operation `listSources`). "
        "The case is received at once, at any hour.",
    )
    reference: Annotated[Line, Field(max_length=60)] = Field("", description="Its number at that source, if any.")

    @model_validator(mode="after")
    def _whole_pin(self) -> "NewCase":
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("half_pin")
        return self

    def filing(self, category: Category, language: str) -> Filing:
        """What the service takes."""
        return Filing(
            kind=self.kind,
            category=category,
            title=self.title,
            description=self.description,
            place=self.place,
            latitude=_decimal(self.latitude),
            longitude=_decimal(self.longitude),
            name=self.name,
            phone=self.phone,
            email=self.email,
            language=language,
            is_taken_down=bool(self.source),
        )


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number)).quantize(_PLACES)


class Note(Input):
    """Words that the other side reads."""

    note: PublicNote


class OptionalNote(Input):
    """An internal note, which only officers read."""

    note: InternalNote = ""


class MoreTime(Note):
    """Until which day, and why; the citizen reads both."""

    due: date = Field(description="A working day of the office.", examples=["2026-12-25"])


class Assignment(OptionalNote):
    """To whom the case is given."""

    officer: Id = Field(description="`id` of the operation `listOfficers`.")


class Forwarding(Input):
    """To which division or officer the case is given, and why; only officers read the reason."""

    division: Id | None = Field(None, description="`id` of the operation `listDivisions`.")
    officer: Id | None = Field(
        None, description="`id` of the operation `listOfficers`; the officer's division follows."
    )
    note: PublicNote


class Joining(OptionalNote):
    """Of which case this one is a duplicate."""

    parent: Annotated[Line, Field(min_length=1, max_length=30, examples=["RQ-2569-000123"])]


class NewRating(Input):
    """How satisfied the citizen is, 1 to 5."""

    score: int = Field(ge=1, le=5)
    comment: Annotated[Lines, Field(max_length=1000)] = ""
    good: Reasons = Field([], description="What was good.")
    bad: Reasons = Field([], description="What was not good; nothing that is in `good`.")


class MyCasesFilter(Schema):
    """Which of one's own cases."""

    show: Literal["all", "open", "waiting", "done"] = Field("all", description="`waiting`: for the citizen's answer.")
    kind: KINDS | None = None
    q: Annotated[str, Field(max_length=100)] = ""


class PublicFilter(Schema):
    """Which public cases."""

    state: Literal["", "all"] | State = Field("", description="Empty for open ones, `all`, or one state.")
    category: Annotated[str, Field(max_length=30)] | None = Field(None, description="Code of a category.")


class DeskFilter(Schema):
    """Which cases an officer wants."""

    tab: Literal["all", "new", "mine", "division", "overdue"] = "all"
    q: Annotated[str, Field(max_length=100)] = Field("", description="Words in any spelling; numbers; tracking codes.")
    state: State | None = None
    kind: KINDS | None = None
    category: Annotated[str, Field(max_length=30)] | None = Field(None, description="Code of a category.")
    division: Id | None = None
    filed_from: date | None = Field(None, description="First day.")
    filed_until: date | None = Field(None, description="Last day.")

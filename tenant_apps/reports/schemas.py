"""What programs ask for and receive of the reports."""

from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from ninja import Schema
from pydantic import Field

from kit.dates import buddhist_year
from shared_apps.casework.periods import Period
from shared_apps.ui.figures import Figure
from tenant_apps.complaints.schemas.writing import KINDS, Id

Code = Annotated[str, Field(max_length=30)]


class PeriodFilter(Schema):
    """From a day to a day, both with."""

    first: date | None = Field(None, description="First day; without it from the beginning.")
    last: date | None = Field(None, description="Last day; without it until now.")
    division: Id | None = Field(None, description="`id` of the operation “divisions”.")

    @property
    def period(self) -> Period:
        """The days."""
        return Period(self.first, self.last)


class CasesFilter(PeriodFilter):
    """Which cases are counted: those filed in the period."""

    category: Code | None = Field(None, description="Code of a category.")
    kind: KINDS | None = None
    source: Code | None = Field(None, description="`web`, or the code of another way in.")

    def query(self) -> str:
        """The same choice in the address of the page, by which a report is kept."""
        values = self.model_dump(exclude={"first", "last"}, exclude_none=True)
        for name, day in (("first", self.first), ("last", self.last)):
            if day is not None:
                values |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": buddhist_year(day)}
        return urlencode(values)


class AnswersFilter(PeriodFilter):
    """Which answers are counted: those given in the period."""

    service: Code | None = Field(None, examples=["complaints"])


class FigureOut(Schema):
    """A table of the report; the first cell of a row is its label."""

    code: str = Field(examples=["category"])
    title: str
    headings: list[str]
    rows: list[list[str | float | None]]


class CaseTotals(Schema):
    """Sums over all cases counted."""

    filed: int
    answered: int
    on_time: int = Field(description="Answered within the time limit.")
    late: int = Field(description="Open and over the time limit.")
    reopened: int
    open: int
    on_time_share: float | None = Field(description="Percent of what was answered or is late already.")
    reopened_share: float | None = Field(description="Percent of what was filed.")
    average_days: float | None = Field(description="Working days from the legal receipt to the answer.")


class CaseReportOut(Schema):
    """The report on complaints. `at` is the moment for which it counts."""

    at: datetime
    total: CaseTotals
    figures: list[FigureOut]


class AnswerTotals(Schema):
    """Sums over all answers counted."""

    count: int
    average: float | None = Field(description="Of scores from 1 to 5.")
    satisfied: float | None = Field(description="Percent of 4 and 5.")


class SatisfactionOut(Schema):
    """How satisfied people are, with what they found good and not good."""

    total: AnswerTotals
    figures: list[FigureOut]


def figure_out(figure: Figure) -> dict[str, Any]:
    """A figure as `FigureOut`."""
    return {
        "code": figure.code,
        "title": str(figure.title),
        "headings": [str(heading) for heading in figure.headings],
        "rows": figure.as_rows,
    }


def rounded(source: object, *names: str) -> dict[str, float | None]:
    """Attributes with two decimals at most."""
    values = {name: getattr(source, name) for name in names}
    return {name: round(value, 2) if isinstance(value, float) else value for name, value in values.items()}

"""Cases in every state, with photos, pins and a history that officers and citizens really made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from shared_apps.accounts.models import User
from shared_apps.files.services import store_image
from tenant_apps.complaints import services
from tenant_apps.complaints.models import PHOTO_PURPOSE, Category, Complaint, Kind
from tenant_apps.complaints.selectors import categories
from tenant_apps.complaints.services import Filing
from tenant_apps.complaints.services.samples import texts
from tenant_apps.complaints.services.samples.pictures import picture_of
from tenant_apps.surveys.models import Reason

_OVER_DAYS, _OF_LATE_DAYS = 425, 30
_FIRST_FINISHED = 5
"""From this story on a case comes to an end."""
_TO_TRY = frozenset({3, 4, 9})
"""Stories that end where a citizen has something to do: answer, confirm or open again, rate."""


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who takes part, and where the LGO lies."""

    officers: list[User]
    citizens: list[User]
    latitude: Decimal
    longitude: Decimal


def make_cases(*, cast: Cast, count: int, now: datetime) -> None:
    """File `count` matters and carry them to every state in turn: finished ones over 14 months, others of late."""
    chance = Random(2569)  # noqa: S311  # a demo, not a secret
    by_code = {category.code: category for category in categories()}
    matters = [matter for matter in texts.MATTERS if matter.category in by_code]
    filed = sorted((now - _age(number, count, chance), number) for number in range(count))
    for at, number in filed:
        matter = matters[number % len(matters)]
        complaint = _file(matter, by_code[matter.category], cast, number, count, at, chance)
        _STORIES[number % len(_STORIES)](_Story(complaint, cast, now, chance))


def _age(number: int, count: int, chance: Random) -> timedelta:
    """How long ago a case was filed, in office hours or not."""
    days = _OVER_DAYS if number % len(_STORIES) >= _FIRST_FINISHED else _OF_LATE_DAYS
    return timedelta(days=(count - number) * days / count, hours=chance.randrange(0, 9))


def _file(
    matter: texts.Matter, category: Category, cast: Cast, number: int, count: int, at: datetime, chance: Random
) -> Complaint:
    citizen = chance.choice(cast.citizens) if number % 4 else None
    if number >= count - len(_STORIES) and number % len(_STORIES) in _TO_TRY:
        citizen = cast.citizens[0]
    photos = [
        store_image(picture_of(matter.category, index), actor=citizen, purpose=PHOTO_PURPOSE, at=at)
        for index in range(number * 2, number * 2 + number % 3)
    ]
    place = chance.choice(texts.PLACES)
    filing = Filing(
        category=category,
        kind=(Kind.COMPLAINT, Kind.COMPLAINT, Kind.ADVICE, Kind.COMPLAINT, Kind.SUGGESTION)[number % 5],
        title=f"{matter.title} {place}",
        description=matter.description,
        place=place,
        latitude=cast.latitude + Decimal(chance.randrange(-9000, 9000)) / 1_000_000,
        longitude=cast.longitude + Decimal(chance.randrange(-9000, 9000)) / 1_000_000,
        name=citizen.display_name if citizen else "",
        phone=(citizen.phone or "") if citizen else "",
    )
    return services.file_complaint(filing=filing, reporter=citizen, at=at, photos=photos).complaint


class _Story:
    """A case on its way; each step happens a while after the one before."""

    def __init__(self, complaint: Complaint, cast: Cast, now: datetime, chance: Random) -> None:
        self.complaint, self.now, self.chance = complaint, now, chance
        self.at = complaint.submitted_at
        colleagues = [one for one in cast.officers if one.officer.division_id == complaint.division_id]
        self.officer = chance.choice(colleagues or cast.officers)
        self.head = next(one for one in cast.officers if one.is_administrator)

    def _later(self) -> datetime:
        self.at = min(self.at + timedelta(hours=self.chance.randrange(2, 30)), self.now)
        self.complaint.refresh_from_db()
        return self.at

    def assign(self) -> None:
        at = self._later()
        services.assign(
            complaint=self.complaint,
            version=self.complaint.version,
            officer=self.officer.officer,
            actor=self.head,
            at=at,
        )

    def start(self) -> None:
        at = self._later()
        services.start(complaint=self.complaint, version=self.complaint.version, actor=self.officer, at=at)

    def ask(self) -> None:
        at, note = self._later(), self.chance.choice(texts.QUESTIONS)
        services.ask(complaint=self.complaint, version=self.complaint.version, actor=self.officer, at=at, note=note)

    def answer(self) -> None:
        at, note = self._later(), self.chance.choice(texts.ANSWERS)
        services.answer(complaint=self.complaint, actor=self.complaint.reporter, at=at, note=note)

    def resolve(self) -> None:
        at, note = self._later(), self.chance.choice(texts.RESULTS)
        photo = picture_of("mended", self.complaint.pk)
        services.resolve(
            complaint=self.complaint,
            version=self.complaint.version,
            actor=self.officer,
            at=at,
            note=note,
            photos=[photo],
        )

    def close(self) -> None:
        at = self._later()
        services.close(complaint=self.complaint, version=self.complaint.version, actor=self.officer, at=at)

    def rate(self) -> None:
        at, score = self._later(), self.chance.choice([5, 5, 5, 4, 4, 3, 2])
        services.rate(
            complaint=self.complaint,
            score=score,
            comment=self.chance.choice(texts.COMMENTS),
            good=self.chance.sample(Reason.values, 2) if score > 3 else (),
            bad=self.chance.sample(Reason.values, 1) if score < 4 else (),
            actor=self.complaint.reporter,
            at=at,
        )

    def file_in_error(self) -> None:
        at = self._later()
        services.file_in_error(
            complaint=self.complaint, version=self.complaint.version, actor=self.officer, at=at, note=texts.IN_ERROR
        )

    def reopen(self) -> None:
        at = self._later()
        services.reopen_as_citizen(
            complaint=self.complaint, actor=self.complaint.reporter, at=at, note="ยังไม่เรียบร้อย กลับมาเป็นเหมือนเดิมอีกแล้ว"
        )


def _told(*steps: str) -> Callable[[_Story], None]:
    def tell(story: _Story) -> None:
        for step in steps:
            getattr(story, step)()

    return tell


_STORIES = (
    _told(),
    _told("assign"),
    _told("assign", "start"),
    _told("assign", "start", "ask"),
    _told("assign", "start", "resolve"),
    _told("assign", "start", "resolve", "close", "rate"),
    _told("assign", "start", "ask", "answer", "resolve", "close", "rate"),
    _told("assign", "start", "resolve", "reopen"),
    _told("file_in_error"),
    _told("assign", "start", "resolve", "close"),
)

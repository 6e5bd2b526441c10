"""Samples are made through the services that people use, each in one transaction."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from shared_apps.files.models import StoredFile
from shared_apps.files.services import store_image
from tenant_apps.complaints.models import PHOTO_PURPOSE, Category, Complaint, Kind, SampleCase
from tenant_apps.complaints.selectors import categories, category_by_code
from tenant_apps.complaints.services import citizens, officers
from tenant_apps.complaints.services.filing import Filing, file_complaint
from tenant_apps.complaints.services.merging import merge
from tenant_apps.complaints.services.samples import texts
from tenant_apps.complaints.services.samples.cases import SAMPLES, Sample, Step
from tenant_apps.complaints.services.samples.pictures import picture_of
from tenant_apps.registry.selectors import administrators
from tenant_apps.site.selectors import site_settings

_SPREAD = 9000
"""Samples lie within so many millionths of a degree of the office, about one kilometre."""


def planned() -> int:
    """How many samples there will be; none in an LGO that has no category for them."""
    return len(SAMPLES) if _any_category() else 0


def count() -> int:
    """How many samples are loaded."""
    return SampleCase.objects.count()


@transaction.atomic
def load_next(*, actor: Any, at: datetime) -> bool:
    """Make the next sample that is missing, as it would stand at `at`; False when none is missing.

    `actor` is responsible for what has been done in them; another administrator, if `actor` may not.
    """
    loaded = set(SampleCase.objects.values_list("key", flat=True))
    sample = next((one for one in SAMPLES if one.key not in loaded), None)
    category = _category_of(sample.matter.category) if sample else None
    if sample is None or category is None:
        return False
    doer = actor if actor is not None and actor.may("complaints", "edit") else administrators().first()
    complaint = _file(sample, category, actor=doer, at=at)
    SampleCase.objects.create(complaint=complaint, key=sample.key)
    for step in sample.steps:
        _make(complaint, step, sample=sample, actor=doer, at=at)
    _finish(complaint, sample, actor=doer, at=at)
    return True


def _any_category() -> Category | None:
    return categories().filter(restricted=False).first()


def _category_of(code: str) -> Category | None:
    """The category of this code as long as it is in use, else the first one."""
    found = category_by_code(code)
    return found if found and found.active and not found.restricted else _any_category()


def _file(sample: Sample, category: Category, *, actor: Any, at: datetime) -> Complaint:
    chance = Random(sample.key)  # noqa: S311  # a sample, not a secret
    filed_at = at - timedelta(days=sample.days)
    place = chance.choice(texts.ANYWHERE) if sample.kind != Kind.ADVICE else ""
    filing = Filing(
        category=category,
        kind=sample.kind,
        title=f"{sample.matter.title} {place}".strip(),
        description=sample.matter.description,
        place=place,
        **(_pin(chance) if place else {}),
        **({} if sample.is_anonymous else _person(chance)),
        is_sample=True,
    )
    photos = [_photo(sample.matter.category, f"{sample.key}-{n}", actor, filed_at) for n in range(sample.photos)]
    return file_complaint(filing=filing, reporter=None, at=filed_at, photos=photos).complaint


def _pin(chance: Random) -> dict[str, Any]:
    """A place near the office, or near the seat of the province until the office has said where it is."""
    site = site_settings()
    if site.latitude is None or site.longitude is None:
        return {}
    north, east = (Decimal(chance.randrange(-_SPREAD, _SPREAD)) / 1_000_000 for _axis in range(2))
    return {"latitude": site.latitude + north, "longitude": site.longitude + east}


def _person(chance: Random) -> dict[str, Any]:
    """Somebody invented, with a number that no operator gives out."""
    name = f"{chance.choice(texts.GIVEN_NAMES)} {chance.choice(texts.FAMILY_NAMES)}"
    return {"name": name, "phone": f"+66800000{chance.randrange(1000):03d}"}


def _photo(category: str, name: str, actor: Any, at: datetime) -> StoredFile:
    return store_image(picture_of(category, name), actor=actor, purpose=PHOTO_PURPOSE, at=at)


def _make(complaint: Complaint, step: Step, *, sample: Sample, actor: Any, at: datetime) -> None:
    """One move. What a citizen does is done by nobody who has an account."""
    when = min(complaint.submitted_at + timedelta(days=step.days), at)
    if step.act == "answer":
        citizens.answer(complaint=complaint, actor=None, at=when, note=step.note)
    elif step.act == "reopen":
        citizens.reopen_as_citizen(complaint=complaint, actor=None, at=when, note=step.note)
    else:
        given: dict[str, Any] = {"complaint": complaint, "version": complaint.version, "actor": actor, "at": when}
        if step.note:
            given["note"] = step.note
        if step.act == "resolve" and sample.photos:
            given["photos"] = [picture_of("mended", sample.key)]
        getattr(officers, step.act)(**given)


def _finish(complaint: Complaint, sample: Sample, *, actor: Any, at: datetime) -> None:
    if sample.score is not None:
        rated_at = min((complaint.closed_at or at) + timedelta(days=1), at)
        citizens.rate(complaint=complaint, score=sample.score, comment=sample.comment, actor=None, at=rated_at)
    parent = Complaint.objects.filter(sample__key=sample.same_as).select_related("category").first()
    if parent is not None and parent.is_open:
        merge(complaint=complaint, parent=parent, version=complaint.version, actor=actor, at=at)

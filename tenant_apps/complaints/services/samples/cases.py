"""The samples: which cases there are, and how far each is carried."""

from dataclasses import dataclass

from tenant_apps.complaints.models import Kind
from tenant_apps.complaints.services.samples.texts import (
    ANSWERS,
    COMMENTS,
    GUIDANCE,
    IDEAS,
    IN_ERROR,
    MATTERS,
    NOTED,
    QUESTIONS,
    RESULTS,
    SCHEDULED,
    Matter,
)


@dataclass(frozen=True)
class Step:
    """A move, made so many days after the case was filed; `note` is what is written with it."""

    act: str
    days: float
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A case filed so many `days` ago, with `photos` drawn for it; `score` is given by who reported it, once closed.

    `same_as` is the key of the sample with which it is joined at the end.
    """

    key: str
    matter: Matter
    days: float
    kind: str = Kind.COMPLAINT
    photos: int = 0
    is_anonymous: bool = False
    steps: tuple[Step, ...] = ()
    score: int | None = None
    comment: str = ""
    same_as: str = ""


_BEGUN = (Step("accept", 0.2), Step("start", 1))
_ANSWERED = (*_BEGUN, Step("resolve", 5, RESULTS[0]))
_CLOSED = (*_ANSWERED, Step("close", 9))

SAMPLES = (
    Sample(key="light-new", matter=MATTERS[0], days=0.05, photos=1),
    Sample(key="wire-new", matter=MATTERS[10], days=1, photos=2),
    Sample(key="dogs-anonymous", matter=MATTERS[11], days=2, is_anonymous=True),
    Sample(key="advice-new", matter=GUIDANCE[0], days=0.8, kind=Kind.ADVICE),
    Sample(key="idea-accepted", matter=IDEAS[0], days=3, kind=Kind.SUGGESTION, steps=(Step("accept", 0.5),)),
    Sample(key="pothole-working", matter=MATTERS[2], days=6, photos=2, steps=_BEGUN),
    Sample(key="pothole-again", matter=MATTERS[3], days=4, photos=1, same_as="pothole-working"),
    Sample(key="smell-asked", matter=MATTERS[12], days=5, steps=(*_BEGUN, Step("ask", 2, QUESTIONS[0]))),
    Sample(key="drain-late", matter=MATTERS[4], days=48, photos=2, steps=_BEGUN),
    Sample(key="dumping-late", matter=MATTERS[7], days=60, photos=1),
    Sample(key="water-answered", matter=MATTERS[8], days=6, steps=_ANSWERED),
    Sample(key="pipe-rated", matter=MATTERS[9], days=30, photos=1, steps=_CLOSED, score=5, comment=COMMENTS[0]),
    Sample(
        key="waste-rated",
        matter=MATTERS[6],
        days=75,
        photos=2,
        steps=(*_BEGUN, Step("ask", 2, QUESTIONS[1]), Step("answer", 3, ANSWERS[1]), *_CLOSED[2:]),
        score=3,
        comment=COMMENTS[2],
    ),
    Sample(
        key="advice-closed",
        matter=GUIDANCE[1],
        days=20,
        kind=Kind.ADVICE,
        steps=(Step("accept", 0.5), Step("resolve", 1, SCHEDULED), Step("close", 2)),
        score=4,
    ),
    Sample(
        key="flood-reopened",
        matter=MATTERS[5],
        days=16,
        photos=1,
        steps=(*_ANSWERED, Step("reopen", 7, NOTED)),
    ),
    Sample(
        key="noise-in-error",
        matter=MATTERS[13],
        days=10,
        steps=(Step("accept", 0.4), Step("file_in_error", 1, IN_ERROR)),
    ),
)

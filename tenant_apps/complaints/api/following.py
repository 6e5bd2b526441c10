"""Following the cases of others with the same trouble, by a citizen's own token."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from ninja import Router, Status
from ninja.decorators import decorate_view

from kit import clock
from shared_apps.api.callers import TokenAuth
from shared_apps.api.idempotency import idempotent
from shared_apps.api.pagination import page_of
from shared_apps.api.types import Paged
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.api.common import Cursor, Limit, actor_of
from tenant_apps.complaints.models import Follower
from tenant_apps.complaints.schemas.sharing import FollowedOut, Following, public_case_out
from tenant_apps.complaints.scopes import READ, WRITE

router = Router(tags=["Citizens"])


@router.get(
    "/followed",
    response=Paged[FollowedOut],
    auth=TokenAuth(READ),
    url_name="my_followed",
    operation_id="listFollowed",
)
def followed(request: HttpRequest, cursor: Cursor | None = None, limit: Limit = 20) -> dict[str, Any]:
    """The cases that the owner of the token follows, the latest first."""
    rows = selectors.followed_by(actor_of(request))
    page = page_of(rows, name="followed", cursor=cursor, limit=limit, moment="since")
    return {"items": _out(page.items), "next_cursor": page.next_cursor}


def _out(followers: Sequence[Follower]) -> list[dict[str, Any]]:
    keys = [follower.complaint_id for follower in followers]
    rows = selectors.with_followers(selectors.public_cases().filter(pk__in=keys))
    shown = {row.pk: public_case_out(selectors.public_case(row)) for row in rows}
    return [
        {"number": one.complaint.number, "since": one.since, "case": shown.get(one.complaint_id)} for one in followers
    ]


@router.post(
    "/followed",
    response={201: FollowedOut},
    auth=TokenAuth(WRITE),
    url_name="my_follow",
    operation_id="followCase",
)
@decorate_view(idempotent)
def follow(request: HttpRequest, payload: Following) -> Status[dict[str, Any]]:
    """Follow an open public case: its steps are told as one's own are. Following twice is following."""
    follower = services.follow_case(
        number=payload.number, actor=actor_of(request), at=clock.now(), language=(get_language() or "th")[:2]
    )
    return Status(201, _out([follower])[0])


@router.delete(
    "/followed/{number}",
    response={204: None},
    auth=TokenAuth(WRITE),
    url_name="my_followed_case",
    operation_id="unfollowCase",
)
def unfollow(request: HttpRequest, number: str) -> Status[None]:
    """Follow no longer."""
    user, complaint = actor_of(request), selectors.case_by_reference(number)
    follower = selectors.follower_of(complaint, user=user) if complaint is not None else None
    if follower is None:
        raise Http404
    services.unfollow_case(follower=follower, actor=user, at=clock.now())
    return Status(204, None)

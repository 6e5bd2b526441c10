"""What the pages of the inbox share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import get_user
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict

from kit.errors import Refused
from shared_apps.accounts.permissions import NO_RIGHT, officer_required
from shared_apps.casework import work
from tenant_apps.desk.forms import InboxForm

View = Callable[..., HttpResponseBase]
FIRST_TAB = "mine"
_KEPT = ("sort", "view")


def work_required(action: str) -> Callable[[View], View]:
    """For officers who may do `action` in at least one service."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not work.sources(request.user, action):
                raise Refused(NO_RIGHT, code="no_right")
            return view(request, *args, **kwargs)

        return officer_required(checked)

    return decorate


def actor_of(request: HttpRequest) -> Any:
    """Who acts: the row itself, since `request.user` is a stand-in that relations refuse."""
    return get_user(request)


def tab_of(query: QueryDict, named: str) -> str:
    """The tab of the address; without one what is mine, or everything when something is searched for.

    Raises:
        Http404: there is no such tab.
    """
    if named and named not in work.TABS:
        raise Http404
    return named or ("all" if query.get("q") else FIRST_TAB)


def clean_query(query: QueryDict, form: InboxForm) -> str:
    """The filters in use, without page and without what the inbox does not know, for an address that is kept."""
    form.is_valid()
    query = form.data if form.gone else query
    known = (*form.fields, *_KEPT)
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        is_known = name in known or name.rpartition("_")[0] in form.fields
        if is_known and any(values):
            kept.setlist(name, [value[:200] for value in values if value][:30])
    return kept.urlencode()

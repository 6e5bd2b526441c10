"""The pages of tokens: a citizen's under the account, an officer's under the settings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.models import User
from shared_apps.accounts.permissions import recently_authenticated, require_right
from shared_apps.api import selectors, services
from shared_apps.api.filters import TokenFilter
from shared_apps.api.forms import TokenForm
from shared_apps.api.tables import TokenTable
from shared_apps.exports.views import links
from shared_apps.ui.errors import message_of

_PER_PAGE = 20


def _me(request: HttpRequest) -> User:
    """Who may make tokens here: citizens, and officers with the right.

    Raises:
        Http404: nobody else.
        kit.errors.Refused: an officer without it.
    """
    user = request.user
    if not isinstance(user, User) or user.is_platform_staff:
        raise Http404
    if user.is_officer:
        require_right(user, "api", "add")
    return user


def _seen_by(user: User) -> Any:
    """One's own; those of all officers for who may change the settings of connections."""
    return selectors.tokens_of_officers() if user.may("api", "settings") else selectors.tokens_of(user)


def _base(user: User) -> str:
    return "ui/desk.html" if user.is_officer else "ui/portal.html"


@never_cache
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that one may see."""
    me = _me(request)
    found = TokenFilter(request.GET, queryset=_seen_by(me), request=request)
    table = TokenTable(found.qs, exclude=() if me.may("api", "settings") else ("owner",))
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "base": _base(me),
        "is_empty": not request.GET and not table.rows,
        "exports": links(request, "tokens") if me.may("api", "settings") else [],
    }
    return render(request, "api/tokens.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_authenticated()
def new_token(request: HttpRequest) -> HttpResponse:
    """Make one; it is shown on the page that follows and never again."""
    me = _me(request)
    form = TokenForm(request.POST or None, user=me)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            issued = services.issue_token(owner=me, at=at, **form.values(at))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, message_of(error))
        else:
            return render(request, "api/issued.html", {"issued": issued, "base": _base(me)})
    return render(request, "api/new_token.html", {"form": form, "base": _base(me)}, status=422 if form.errors else 200)


@require_POST
@recently_authenticated()
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one at once."""
    me = _me(request)
    token = _seen_by(me).filter(pk=token_id).first()
    if token is None:
        raise Http404
    services.revoke_token(token=token, actor=me, at=clock.now())
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("api_tokens")

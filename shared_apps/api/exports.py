"""The list of tokens to take away: what they are called, never what they are."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.api import scopes, selectors
from shared_apps.api.filters import TokenFilter
from shared_apps.api.models import Token
from shared_apps.api.tables import state_of
from shared_apps.exports.registry import ListExport, Query


def _headers() -> Sequence[object]:
    return (
        _("Name"),
        _("Begins with"),
        _("Type"),
        _("Owner"),
        _("May"),
        _("State"),
        _("Made"),
        _("Last used"),
        _("Until"),
    )


def _rows_of(_user: Any, query: Query) -> "QuerySet[Token]":
    found: QuerySet[Token] = TokenFilter(query, queryset=selectors.tokens_of_officers()).qs
    return found


def _row(token: Token) -> Sequence[Any]:
    return (
        token.name,
        token.shown_as,
        token.get_kind_display(),
        str(token.owner),
        ", ".join(str(scopes.label_of(code)) for code in token.scopes),
        str(state_of(token).label),
        token.created_at,
        token.last_used_at,
        token.expires_at,
    )


TOKENS = ListExport(
    code="tokens",
    label=gettext_lazy("Tokens of other programs"),
    headers=_headers,
    rows_of=_rows_of,
    row=_row,
    may_export=lambda user: user.may("api", "settings"),
)

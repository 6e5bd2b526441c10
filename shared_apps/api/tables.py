"""The list of tokens."""

from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.api import scopes
from shared_apps.api.models import Token
from shared_apps.ui.templatetags.thai import status_badge, thaidate, thaidatetime


@dataclass
class Badge:
    """A label with a tone."""

    label: Any
    tone: str


VALID, EXPIRED, REVOKED = Badge(_("Valid"), "success"), Badge(_("Run out"), "neutral"), Badge(_("Revoked"), "neutral")


def state_of(token: Token) -> Badge:
    """Whether it works."""
    if token.revoked_at is not None:
        return REVOKED
    return VALID if token.is_valid(clock.now()) else EXPIRED


class TokenTable(tables.Table):
    """Tokens, with what they may do and a button to revoke each."""

    name = tables.Column(verbose_name=_("Name"), attrs={"td": {"class": "row-head"}})
    owner = tables.Column(verbose_name=_("Owner"), accessor="owner", order_by=("owner__display_name", "pk"))
    scopes = tables.Column(verbose_name=_("May"), orderable=False)
    last_used_at = tables.Column(verbose_name=_("Last used"), default=_("Never"))
    expires_at = tables.Column(verbose_name=_("State"))
    revoke = tables.TemplateColumn(
        template_name="api/revoke_button.html", verbose_name="", orderable=False, empty_values=()
    )

    class Meta:
        default = "–"
        attrs: ClassVar = {"class": "table table-stack"}

    def render_name(self, record: Token) -> SafeString:
        """The name, and how the token begins."""
        return format_html(
            '{}<span class="row-sub"><code>{}…</code> · {}</span>',
            record.name,
            record.shown_as,
            record.get_kind_display(),
        )

    def render_scopes(self, record: Token) -> SafeString:
        """What it may do, in words."""
        return format_html_join(", ", "{}", ((scopes.label_of(code),) for code in record.scopes))

    def render_last_used_at(self, record: Token) -> str:
        """When a request bore it."""
        return thaidatetime(record.last_used_at)

    def render_expires_at(self, record: Token) -> SafeString:
        """Whether it works, and until when."""
        return format_html(
            '{}<span class="row-sub">{}</span>', status_badge(state_of(record)), thaidate(record.expires_at)
        )

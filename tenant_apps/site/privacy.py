"""The privacy notice as the accounts app shows it to citizens."""

from datetime import datetime

from django.utils.translation import get_language

from shared_apps.accounts.privacy import Notice
from tenant_apps.site.notices import blocks_of
from tenant_apps.site.selectors import current_privacy_notice


def notice_at(at: datetime) -> Notice | None:
    """The notice in force at that time, in the language of the page."""
    notice = current_privacy_notice(at)
    if notice is None:
        return None
    blocks = blocks_of(notice.text_in(get_language() or "th"))
    return Notice(
        version=str(notice.version),
        effective_from=notice.effective_from,
        template="site/notice_text.html",
        context={"blocks": blocks, "notice": notice},
    )

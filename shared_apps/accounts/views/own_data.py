"""What the LGO keeps of the citizen who asks: seen, taken away, and how to have it mended or erased."""

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shared_apps.accounts import own_data, privacy
from shared_apps.accounts.models import User
from shared_apps.accounts.permissions import citizen_required, recently_authenticated
from shared_apps.audit import services as audit
from shared_apps.exports.views import download
from shared_apps.exports.writers import write_book


@citizen_required
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is kept, in numbers, and one's rights."""
    user = _signed_in(request)
    kept = [(one.label, len(list(one.rows_of(user)))) for one in own_data.sheets() if one is not own_data.ACCOUNT]
    return render(request, "accounts/own_data.html", {"kept": kept, "notice": privacy.current_notice(timezone.now())})


@citizen_required
@never_cache
@require_safe
@recently_authenticated(is_download=True)
def take(request: HttpRequest) -> HttpResponse:
    """All of it as an Excel workbook."""
    user = _signed_in(request)
    target = io.BytesIO()
    count = write_book(target, [(str(one.label), one.headers(), one.rows_of(user)) for one in own_data.sheets()])
    audit.record("accounts.take_own_data", actor=user, target=user, data={"rows": count}, at=timezone.now())
    return download(target.getvalue(), "my-data", "xlsx")


def _signed_in(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware lets nobody else through
    return user

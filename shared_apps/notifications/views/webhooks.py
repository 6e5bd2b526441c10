"""What providers tell us."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kit.errors import DomainError
from shared_apps.notifications.services import line_links


@csrf_exempt
@login_not_required
@require_POST
def line_webhook(request: HttpRequest, key: str) -> HttpResponse:
    """Events of the LGO's LINE account, signed by LINE; whoever else calls learns nothing."""
    signature = request.headers.get("x-line-signature", "")
    try:
        line_links.receive(key=key, body=request.body, signature=signature, at=timezone.now())
    except DomainError:
        return HttpResponse(status=403)
    return HttpResponse(status=200)

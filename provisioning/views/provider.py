"""What the payment provider tells us."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.services.messages import take_message
from kit.errors import DomainError


@csrf_exempt
@login_not_required
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """A message of Stripe, signed by it; it is answered once it is kept, and handled by a job. Others learn nothing."""
    signature = request.headers.get("stripe-signature", "")
    try:
        take_message(body=request.body, signature=signature, at=timezone.now())
    except DomainError:
        return HttpResponse(status=403)
    return HttpResponse(status=200)

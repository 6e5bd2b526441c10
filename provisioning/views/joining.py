"""Where somebody who is invited to the operator's staff chooses a password."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from provisioning.services import joining
from shared_apps.accounts.forms import AcceptInvitationForm
from shared_apps.accounts.models import User
from shared_apps.accounts.views.sign_in import begin_session


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Name and password, then the second factor, then the console. The link works once."""
    if getattr(request, "tenant", None) is not None:
        raise Http404
    if not ratelimit.consume(request, action="reset_password_from_key"):
        too_fast: HttpResponse = ratelimit.respond_429(request)
        return too_fast
    now = timezone.now()
    invitation = joining.find_invitation(token=token, at=now)
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    user = User(email=invitation.email)
    form = AcceptInvitationForm(request.POST or None, user=user, initial={"display_name": invitation.display_name})
    if form.is_valid():
        given = form.cleaned_data
        made = joining.join(token=token, display_name=given["display_name"], password=given["password1"], at=now)
        return begin_session(request, made)
    context = {"form": form, "invitation": invitation, "needs_second_factor": True}
    return render(request, "accounts/accept_invitation.html", context, status=422 if form.errors else 200)

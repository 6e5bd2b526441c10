"""Answering the office and reopening, with words and photos of which nothing is lost when something is wrong."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit import clock
from kit.errors import DomainError
from shared_apps.files.models import StoredFile
from shared_apps.ui.errors import message_of
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import author_of
from tenant_apps.complaints.forms.citizens import ReplyForm
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.services.replies import ACTIONS
from tenant_apps.complaints.views.common import actor_of, add_domain_error, saved_at
from tenant_apps.complaints.views.photos import answer_to_photo
from tenant_apps.complaints.views.tracking import case_page, followed, reply_form


@login_not_required
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the officer's question."""
    return _send(request, code, "answer", _("Thank you. The officer has your answer."))


@login_not_required
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Say that it is not solved."""
    return _send(request, code, "reopen", _("The case is open again. The office has been told."))


def _send(request: HttpRequest, code: str, action: str, thanks: str) -> HttpResponse:
    complaint = followed(request, code)
    form = reply_form(request, complaint, action, request.POST, request.FILES)
    who: dict[str, Any] = {"complaint": complaint, "action": action, "author": author_of(request)}
    services.keep_reply(**who, note=request.POST.get(form.add_prefix("note"), ""), at=clock.now())
    if form.is_valid() & _keep_photos(request, form, who):
        try:
            services.send_reply(
                **who,
                actor=actor_of(request),
                at=clock.now(),
                note=form.cleaned_data["note"],
                captions=dict(form.cleaned_data["photos"].captions),
            )
            messages.success(request, thanks)
            return redirect("complaint_case", complaint.tracking_code)
        except DomainError as error:
            complaint = followed(request, code)
            add_domain_error(form, error)
    again = _with_kept_photos(request, complaint, action, form)
    return case_page(request, complaint, status=422, **{f"{action}_form": again, "form": again})


def _keep_photos(request: HttpRequest, form: ReplyForm, who: dict[str, Any]) -> bool:
    """Store the photos of the form with the reply; a bad one becomes an error of the form."""
    photos = form.cleaned_data.get("photos")
    if photos is None:
        return False
    actor, at = actor_of(request), clock.now()
    services.keep_reply_photos(**who, kept=photos.kept, actor=actor, at=at)
    for upload in photos.files:
        try:
            services.add_reply_photo(**who, upload=upload, actor=actor, at=at)
        except DomainError as error:
            form.add_error("photos", message_of(error))
    return "photos" not in form.errors


def _with_kept_photos(request: HttpRequest, complaint: Complaint, action: str, form: ReplyForm) -> ReplyForm:
    """The form again with its errors, showing the photos that are stored now."""
    kept = selectors.pending_reply(complaint, action, author_of(request))
    name, data = form.add_prefix("photos"), request.POST.copy()
    data.setlist(f"{name}_ids", list(kept.photos) if kept else [])
    data.pop(f"{name}_remove", None)
    again = reply_form(request, complaint, action, data)
    again.full_clean()
    for field, problems in form.errors.items():
        for problem in problems if field not in again.errors else ():
            again.add_error(field if field != "__all__" else None, problem)
    return again


def _reply_of(request: HttpRequest, code: str, action: str) -> dict[str, Any]:
    if action not in ACTIONS:
        raise Http404
    return {"complaint": followed(request, code), "action": action, "author": author_of(request)}


@login_not_required
@require_POST
def photo(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """One photo of a reply, stored or taken away, sent by script."""
    who, actor, at = _reply_of(request, code, action), actor_of(request), clock.now()

    def remove(key: str) -> None:
        services.remove_reply_photo(**who, photo=key, actor=actor, at=at)

    def add(upload: "UploadedFile[Any]", _key: str) -> StoredFile:
        return services.add_reply_photo(**who, upload=upload, actor=actor, at=at)

    return answer_to_photo(request, add=add, remove=remove)


@login_not_required
@require_POST
def autosave(request: HttpRequest, code: str, action: str) -> JsonResponse:
    """Keep the words of a reply while one types."""
    who = _reply_of(request, code, action)
    name = "reopen-note" if action == "reopen" else "note"
    services.keep_reply(**who, note=request.POST.get(name, ""), at=clock.now())
    return JsonResponse({"saved": saved_at(clock.now())})

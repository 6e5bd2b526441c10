"""Photos sent by script, one a request, while a form is being filled in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit import clock
from kit.errors import DomainError
from shared_apps.files.models import StoredFile
from shared_apps.ui.errors import message_of
from tenant_apps.complaints import services
from tenant_apps.complaints.forms.citizens import thumbnail_url
from tenant_apps.complaints.views.common import PHOTOS_SENT, actor_of, count_against
from tenant_apps.complaints.views.drafts import open_draft


@login_not_required
@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """One photo of the draft, stored or taken away."""
    draft = open_draft(request)
    if draft is None:
        return JsonResponse({"error": _("This page was open too long. Please go back one step.")}, status=409)
    actor, at = actor_of(request), clock.now()

    def remove(key: str) -> None:
        services.remove_photo(draft_id=draft.pk, photo=key, actor=actor, at=at)

    def add(upload: "UploadedFile[Any]", key: str) -> StoredFile:
        return services.add_photo(draft_id=draft.pk, upload=upload, actor=actor, at=at, key=key)

    return answer_to_photo(request, add=add, remove=remove)


def answer_to_photo(
    request: HttpRequest, *, add: "Callable[[UploadedFile[Any], str], StoredFile]", remove: Callable[[str], None]
) -> HttpResponse:
    """Do what the script of the photo field asks for."""
    try:
        if "remove" in request.POST:
            remove(request.POST["remove"])
            return HttpResponse(status=204)
        upload = request.FILES.get("photo")
        if upload is None:
            return JsonResponse({"error": _("No photo arrived. Please choose it again.")}, status=422)
        count_against(request, PHOTOS_SENT)
        file = add(upload, request.POST.get("key", ""))
    except DomainError as error:
        return JsonResponse({"error": message_of(error)}, status=422)
    return JsonResponse({"id": str(file.pk), "url": thumbnail_url(str(file.pk))}, status=201)

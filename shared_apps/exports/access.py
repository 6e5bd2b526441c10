"""Who may fetch the file of an export."""

from django.http import HttpRequest

from shared_apps.files.models import StoredFile


def may_read_export(request: HttpRequest, file: StoredFile) -> bool:
    """Only who asked for it."""
    return request.user.is_authenticated and file.uploaded_by_id == request.user.pk

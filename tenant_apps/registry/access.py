"""Who may read the files of this app."""

from django.http import HttpRequest

from shared_apps.accounts.models import User
from shared_apps.files.models import StoredFile


def may_read_order(request: HttpRequest, _file: StoredFile) -> bool:
    """Acting orders: those who see the LGO's people."""
    return isinstance(request.user, User) and request.user.may("people", "view")

"""Who may read a file. An app registers a rule for its purposes in `AppConfig.ready`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shared_apps.files.models import StoredFile

MayRead = Callable[[HttpRequest, StoredFile], bool]
_rules: dict[str, MayRead] = {}
_labels: dict[str, Any] = {}
OTHER = _("Other files")


def register(purpose: str, may_read: MayRead, *, label: Any = OTHER) -> None:
    """Let `may_read` decide over the files of `purpose`, which people know as `label`.

    Raises:
        ValueError: another rule decides already.
    """
    if _rules.setdefault(purpose, may_read) is not may_read:
        raise ValueError(f"two rules decide over the files of {purpose}")
    _labels[purpose] = label


def label_of(purpose: str) -> str:
    """What people call the files of a purpose."""
    return str(_labels.get(purpose, OTHER))


def may_read(request: HttpRequest, file: StoredFile) -> bool:
    """Whether who asks may read `file`; nobody may when no rule is registered."""
    rule = _rules.get(file.purpose)
    return rule is not None and rule(request, file)


def everyone(_request: HttpRequest, _file: StoredFile) -> bool:
    """The rule of what the LGO publishes, such as its seal."""
    return True

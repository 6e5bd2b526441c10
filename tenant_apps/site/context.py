"""What every page of an LGO knows."""

from typing import Any

from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """The menu of officers."""
    return {}

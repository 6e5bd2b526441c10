"""What every page of the operator's host shows around its content."""

from django.http import HttpRequest

from provisioning import menus


def operator(request: HttpRequest) -> dict[str, object]:
    """Menus and links of the operator's host; nothing on the host of an LGO."""
    if getattr(request, "tenant", None) is not None:
        return {}
    if request.path.startswith("/console/"):
        return menus.console(request)
    return menus.public(request)

"""Lists of the console that can be taken away.

    exports.register(ListExport(code="console-tenants", …))      # in AppConfig.ready; `may_export` asks for duties
    context["exports"] = views.console.exports.links(request, "console-tenants")

They are kept apart from the lists of LGOs: neither host gives those of the other.
"""

from shared_apps.exports import registry
from shared_apps.exports.registry import ListExport

PREFIX = "console-"


def register(one: ListExport) -> None:
    """Add a list of the console.

    Raises:
        ValueError: its code does not begin with `PREFIX`.
    """
    if not is_of_console(one.code):
        raise ValueError(f"the code of a list of the console begins with {PREFIX}")
    registry.register(one)


def is_of_console(code: str) -> bool:
    """Whether a list belongs to the console."""
    return code.startswith(PREFIX)

"""OpenAPI as we mean it, and pydantic's failures in the reader's language."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from shared_apps.api.problems import CONTENT_TYPE, TITLES
from shared_apps.api.types import Problem

_ALWAYS = (400, 403, 404, 429, 503)
_MESSAGES: dict[str, Any] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("There is no field of this name. Check its spelling."),
    "string_too_short": _("Write at least %(min_length)s characters."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "too_short": _("Write at least %(min_length)s characters."),
    "too_long": _("Write at most %(max_length)s characters."),
    "greater_than_equal": _("It is at least %(ge)s."),
    "less_than_equal": _("It is at most %(le)s."),
    "literal_error": _("Choose one of: %(expected)s"),
    "enum": _("Choose one of: %(expected)s"),
    "int_parsing": _("Write a whole number."),
    "int_type": _("Write a whole number."),
    "int_from_float": _("Write a whole number."),
    "float_parsing": _("Write a number."),
    "float_type": _("Write a number."),
    "string_type": _("Write text in quotation marks."),
    "bool_parsing": _("Write true or false."),
    "bool_type": _("Write true or false."),
    "date_from_datetime_parsing": _("Write a date as YYYY-MM-DD, with a year of the Christian era."),
    "date_parsing": _("Write a date as YYYY-MM-DD, with a year of the Christian era."),
    "custom": "%(message)s",
}
_QUOTED = re.compile(r"'([^']*)'")
OTHER = _("This value cannot be used.")
HALF_PIN = _("Send latitude and longitude together, or neither.")
_SOURCES = {"query": "parameter", "path": "parameter", "header": "parameter"}


def errors_of(found: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """ninja's validation errors as the `errors` of a problem."""
    return [_error(one) for one in found]


def _error(one: dict[str, Any]) -> dict[str, str]:
    source, *rest = one["loc"]
    kind, context = one["type"], {**one.get("ctx", {})}
    if "expected" in context:
        context["expected"] = ", ".join(_QUOTED.findall(str(context["expected"])))
    if kind == "value_error" and "half_pin" in one["msg"]:
        text, kind = str(HALF_PIN), "half_pin"
    else:
        template = str(_MESSAGES.get(kind, OTHER))
        text = template % context if "%(" in template else template
    # ninja puts the name of the argument first: payload, filters.
    names = [str(name) for name in rest if name not in {"payload", "filters"}]
    if source in _SOURCES:
        return {"parameter": names[-1] if names else "", "detail": text, "code": kind}
    return {"pointer": "#/" + "/".join(names) if names else "#", "detail": text, "code": context.get("code", kind)}


def documented(schema: Any) -> Any:
    """The description with its failures, the headers that moves want, and how tokens are sent."""
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {}).update(_problem_schemas())
    components["responses"] = {f"Problem{status}": _response(status) for status in TITLES}
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "thongthin_…"},
        "pin": {"type": "apiKey", "in": "header", "name": "X-Case-PIN"},
    }
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    return schema


def _problem_schemas() -> dict[str, Any]:
    made = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**made.pop("$defs", {}), "Problem": made}


def _response(status: int) -> dict[str, Any]:
    return {
        "description": str(TITLES[status]),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    statuses = [*_ALWAYS, 422]
    if operation.pop("security", None) is not None or not path.startswith("/api/v1/public/"):
        is_guests = "/desk/" not in path and "/my/" not in path
        operation["security"] = [{"token": []}, *([{"pin": []}, {}] if is_guests else [])]
        statuses.append(401)
    parameters = operation.setdefault("parameters", [])
    if method == "post":
        statuses += [409, 413, 415]
        parameters.append(_header("Idempotency-Key", "Any text of your own, such as a UUID.", maxLength=255))
    if path.startswith("/api/v1/desk/complaints/{number}/") and "Moves" in operation.get("tags", ()):
        statuses += [412, 428]
        parameters.append(_header("If-Match", 'The case\'s version, such as "3".', required=True))
    for status in sorted(statuses):
        operation["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})


def _header(name: str, description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "description": description,
        "schema": {"type": "string", **schema},
    }

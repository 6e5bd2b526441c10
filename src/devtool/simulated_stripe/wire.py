"""Requests as Stripe's library writes them (`line_items[0][price_data][currency]=thb`) and answers as it reads them."""

import re
from collections.abc import Mapping
from types import UnionType
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin
from urllib.parse import parse_qsl

from stripe import StripeObject

from billing.gateway.shapes import WrongShape, check, keys_of

_PART = re.compile(r"\[([^\]]*)\]")


class Refusal(Exception):
    """An error as Stripe answers it."""

    def __init__(self, status: int, message: str, *, code: str = "", kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **({"code": code} if code else {})}}


def params_of(encoded: str, shape: Any) -> dict[str, Any]:
    """The parameters of a request, of the types that Stripe's library declares.

    Raises:
        Refusal: there is one that this version of the API does not know, one is missing, or one is of another type.
    """
    tree = _tree(encoded)
    if "payment_method_types" in tree:
        raise Refusal(
            400,
            "`payment_method_types` is no longer supported; use `allowed_payment_method_types`.",
            code="payment_method_types_no_longer_supported",
        )
    try:
        typed: dict[str, Any] = _typed(tree, shape)
        check(typed, shape)
    except WrongShape as wrong:
        raise Refusal(400, str(wrong), code="parameter_unknown") from wrong
    return typed


def _tree(encoded: str) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        first, *rest = [name.partition("[")[0], *_PART.findall(name)]
        branch, key = tree, first
        for part in rest:
            branch, key = branch.setdefault(key, {}), part or str(len(branch.get(key, {})))
        branch[key] = value
    return tree


def _typed(value: Any, shape: Any) -> Any:
    """Numbers, booleans and lists, which the form cannot tell from text, where the type wants them."""
    keys = keys_of(shape)
    if keys is not None and isinstance(value, dict):
        return {key: _typed(item, keys[key]) if key in keys else item for key, item in value.items()}
    origin, inner = get_origin(shape), get_args(shape)
    if origin is list and isinstance(value, dict):
        return [_typed(value[key], inner[0]) for key in sorted(value, key=int)]
    if shape is int and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value)
    if shape is bool and value in {"true", "false"}:
        return value == "true"
    return _first_other(value, inner) if inner and origin is not Literal else value


def _first_other(value: Any, choices: tuple[Any, ...]) -> Any:
    """The first reading that makes something else of the value."""
    for choice in choices:
        read = _typed(value, choice)
        if read != value or type(read) is not type(value):
            return read
    return value


def build(kind: type[StripeObject], **values: Any) -> dict[str, Any]:
    """An object as Stripe returns it: what is optional and not given is null.

    Raises:
        WrongShape: the SDK's class knows no such key, needs one that is missing, or one of another type.
    """
    known = {name: hint for name, hint in kind.__annotations__.items() if not name.startswith("_")}
    if unknown := sorted(set(values) - set(known)):
        raise WrongShape(f"{kind.__name__} has no {', '.join(unknown)}")
    missing = [name for name, hint in known.items() if name not in values and not _may_lack(hint)]
    if missing:
        raise WrongShape(f"{kind.__name__} lacks {', '.join(missing)}")
    for name, value in values.items():
        _check_part(value, known[name], f"{kind.__name__}.{name}")
    optional: dict[str, Any] = {name: None for name, hint in known.items() if _is_optional(hint)}
    return {**optional, **values}


def _is_optional(hint: Any) -> bool:
    return type(None) in get_args(hint)


def _may_lack(hint: Any) -> bool:
    return _is_optional(hint) or "ClassVar" in str(hint)


def _check_part(value: Any, hint: Any, where: str) -> None:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        _check_union(value, inner, where)
    elif origin is list:
        if not isinstance(value, list):
            raise WrongShape(f"{where} is no list")
        for item in value:
            _check_part(item, inner[0], f"{where}[]")
    elif isinstance(hint, type) and issubclass(hint, StripeObject):
        _check_nested(value, hint, where)
    elif not isinstance(hint, ForwardRef) and not isinstance(origin, type):
        check(value, hint, where)


def _check_nested(value: Any, hint: type[StripeObject], where: str) -> None:
    if not isinstance(value, Mapping):
        raise WrongShape(f"{where} is no object")
    build(hint, **value)


def _check_union(value: Any, choices: tuple[Any, ...], where: str) -> None:
    if any(get_origin(choice) is Literal for choice in choices):
        choices = tuple(choice for choice in choices if choice is not str)
    wrong = []
    for choice in choices:
        try:
            _check_part(value, choice, where)
        except WrongShape as error:
            wrong.append(str(error))
        else:
            return
    raise WrongShape("; ".join(wrong))

"""Checking what we send against the types that Stripe publishes with its library, of exactly our API version.

They are the only complete description of this version that ships with it. `Literal[…] | str` is taken as closed: the
library allows words it does not know yet, but we have no reason to send one.
"""

import sys
import types
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from stripe import RequestOptions

_MODES = (NotRequired, Required)


class WrongShape(TypeError):
    """A request that Stripe would refuse: a mistake of ours."""


def check(value: Any, shape: Any, where: str = "params") -> None:
    """Check a value against a TypedDict (or a part of one).

    Raises:
        WrongShape: a key is unknown or missing, or a value is of another type.
    """
    if _is_typed_dict(shape):
        _check_keys(value, shape, where)
        return
    origin = get_origin(shape)
    if origin in _MODES:
        check(value, get_args(shape)[0], where)
    elif origin in (Union, types.UnionType):
        _check_union(value, get_args(shape), where)
    elif origin is Literal:
        _require(value in get_args(shape), where, value, shape)
    elif origin is list:
        _require(isinstance(value, list), where, value, shape)
        for index, item in enumerate(value):
            check(item, get_args(shape)[0], f"{where}[{index}]")
    elif origin is dict:
        _check_mapping(value, shape, where)
    else:
        _check_plain(value, shape, where)


def _check_keys(value: Any, shape: Any, where: str) -> None:
    _require(isinstance(value, Mapping), where, value, shape)
    hints = _hints(shape)
    for key, item in value.items():
        if key not in hints:
            raise WrongShape(f"{where}.{key} is unknown to {shape.__name__}")
        check(item, hints[key], f"{where}.{key}")
    missing = [key for key, hint in hints.items() if get_origin(hint) is not NotRequired and key not in value]
    if missing and shape.__total__:
        raise WrongShape(f"{where} lacks {', '.join(missing)}")


def keys_of(shape: Any) -> dict[str, Any] | None:
    """The keys of a TypedDict and their types; None for anything else."""
    return _hints(shape) if _is_typed_dict(shape) else None


def _is_typed_dict(shape: Any) -> bool:
    """Stripe's are those of `typing_extensions`, which `typing.is_typeddict` does not know."""
    return isinstance(shape, type) and issubclass(shape, dict) and hasattr(shape, "__total__")


@cache
def _hints(shape: Any) -> dict[str, Any]:
    """Its keys and their types, without those of the call itself, such as the API key."""
    own = {name: hint for name, hint in shape.__annotations__.items() if name not in RequestOptions.__annotations__}
    named = SimpleNamespace(__annotations__=own)
    return get_type_hints(named, globalns=vars(sys.modules[shape.__module__]), include_extras=True)


def _check_union(value: Any, choices: tuple[Any, ...], where: str) -> None:
    if any(get_origin(choice) is Literal for choice in choices):
        choices = tuple(choice for choice in choices if choice is not str)
    found = []
    for choice in choices:
        try:
            check(value, choice, where)
        except WrongShape as wrong:
            found.append(str(wrong))
        else:
            return
    raise WrongShape("; ".join(found))


def _check_mapping(value: Any, shape: Any, where: str) -> None:
    _require(isinstance(value, Mapping), where, value, shape)
    for key, item in value.items():
        check(item, get_args(shape)[1], f"{where}.{key}")


def _check_plain(value: Any, shape: Any, where: str) -> None:
    if shape is Any or shape is type(None):
        _require(shape is Any or value is None, where, value, shape)
        return
    plain = get_origin(shape) or shape
    right = isinstance(plain, type) and isinstance(value, plain) and not (isinstance(value, bool) and plain is not bool)
    _require(right, where, value, shape)


def _require(right: bool, where: str, value: Any, shape: Any) -> None:
    if not right:
        raise WrongShape(f"{where}: {value!r} is no {getattr(shape, '__name__', shape)}")

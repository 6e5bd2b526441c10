"""Reading of the operator's tables while a page of an LGO is made."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from tenants.scope import public_scope

P = ParamSpec("P")
T = TypeVar("T")


def in_public(act: Callable[P, T]) -> Callable[P, T]:
    """Run `act` in the operator's scope; it gives nothing that would be read later."""

    @wraps(act)
    def inside(*args: P.args, **kwargs: P.kwargs) -> T:
        with public_scope():
            return act(*args, **kwargs)

    return inside

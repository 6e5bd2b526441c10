"""Jobs by name. An app declares its jobs in `tasks.py`; services name them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Scope = Literal["tenant", "public"]
Handler = Callable[..., None]


@dataclass(frozen=True, kw_only=True)
class Job:
    """A handler and how to run it.

    `label` names it to people, `time_limit` is in seconds, `max_attempts` counts the first run too.
    """

    name: str
    label: Any
    handler: Handler
    scope: Scope
    max_attempts: int
    time_limit: int
    cron: str | None = None


_jobs: dict[str, Job] = {}


def job(
    name: str,
    *,
    label: Any = "",
    scope: Scope = "tenant",
    max_attempts: int = 8,
    time_limit: int = 300,
    cron: str | None = None,
) -> Callable[[Handler], Handler]:
    """Declare a handler under a name.

    `cron` (five fields, Bangkok time, days of the week as names) runs it by itself: for every live tenant when its
    scope is the tenant's, once when it is public.

    Raises:
        ValueError: the name is taken.
    """

    def decorate(handler: Handler) -> Handler:
        if name in _jobs:
            raise ValueError(f"two jobs are named {name}")
        _jobs[name] = Job(
            name=name,
            label=label or name,
            handler=handler,
            scope=scope,
            max_attempts=max_attempts,
            time_limit=time_limit,
            cron=cron,
        )
        return handler

    return decorate


def get(name: str) -> Job:
    """The job of that name.

    Raises:
        KeyError: there is none.
    """
    return _jobs[name]


def all_jobs() -> list[Job]:
    """Every declared job."""
    return list(_jobs.values())

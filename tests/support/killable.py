"""A worker that dies by SIGKILL where it is told to; `main` runs in a process of its own.

It reads commands, one JSON object a line, and forks a child for each: `{"point": …, "after": n, "mutant": …}`. The
child works the outbox off until it has passed the point n times, kills itself there without any clean-up, and the
parent answers with the signal that ended it (or 0). A fork is cheap, so that one start of Django serves many kills.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.transaction import Atomic

from billing.services import (
    checkouts,
    ladder,
    messages,
    nightly,
    payments,
    quotes,
    receipts,
    recognition,
    renewals,
    telling,
)
from shared_apps.jobs import services as jobs
from tenants import scope

Patch = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Bomb:
    """Kills this process when it is passed for the n-th time."""

    def __init__(self, after: int) -> None:
        self.left = after

    def pass_by(self) -> None:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def patched(*args: Any, **kwargs: Any) -> Any:
            result = work(*args, **kwargs)
            self.pass_by()
            return result

        return patched

    def before(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def patched(*args: Any, **kwargs: Any) -> Any:
            self.pass_by()
            return work(*args, **kwargs)

        return patched


POINTS: dict[str, tuple[Any, str, str]] = {
    "job taken": (jobs, "_take", "after"),
    "provider asked": (messages.gateway, "find_page", "after"),
    "page noted": (checkouts, "_note", "after"),
    "payment written": (payments, "_lock_all", "before"),
    "payment allocated": (payments, "_allocate", "after"),
    "number taken": (receipts, "next_document_number", "after"),
    "receipt written": (payments, "issue_receipt", "after"),
    "ledger posted": (payments, "post", "after"),
    "invoice closed": (payments, "_after_settling", "after"),
    "all recorded, not committed": (checkouts, "_record_money", "after"),
    "committed, message open": (checkouts, "learn", "after"),
    "message closed, job open": (messages, "handle_message", "after"),
}
"""Where a worker can die: a module, a function of it, and which side of that."""
NIGHT_POINTS: dict[str, tuple[Any, str, str]] = {
    "job taken": (jobs, "_take", "after"),
    "night begun": (nightly, "_in_need", "before"),
    "local government locked": (nightly, "follow_standing", "before"),
    "site closed": (ladder, "change_state", "after"),
    "step written": (ladder, "tell", "before"),
    "first one committed": (nightly, "turn", "after"),
    "quotation numbered": (quotes, "next_document_number", "after"),
    "quotation frozen": (quotes, "freeze", "after"),
    "renewal offered": (renewals, "issue_quote", "after"),
    "second one committed": (nightly, "turn", "after"),
    "invoice locked": (nightly, "overdue_step", "after"),
    "invoice reminded of": (nightly, "_remind", "after"),
    "night over, job open": (nightly, "run_night", "after"),
    "message written": (telling, "notify", "after"),
}
"""The same for the night: an LGO whose site is closed, then one whose renewal is offered, then an overdue invoice."""
REVENUE_POINTS: dict[str, tuple[Any, str, str]] = {
    "earned, not committed": (recognition, "post", "after"),
    "earned and committed": (recognition, "_recognise", "after"),
    "revenue run not noted": (recognition, "_note", "before"),
    "revenue posted, job open": (recognition, "recognise_revenue", "after"),
}
"""And for what two invoices have earned."""
AFTER_COMMIT = ("committed, message open", "message closed, job open")
"""At all other points nothing is recorded yet."""


def _without_transactions() -> None:
    """The faulty control: every statement is committed by itself, and nothing is locked."""
    real = Atomic.__enter__, Atomic.__exit__
    number: Any = receipts.next_document_number  # its counter insists on a transaction

    def switch(enter: Any, leave: Any) -> None:
        Atomic.__enter__, Atomic.__exit__ = enter, leave

    def number_in_a_transaction(**values: Any) -> Any:
        switch(*real)
        try:
            with transaction.atomic():
                return number(**values)
        finally:
            switch(*nothing)

    nothing = (lambda _self: None, lambda _self, *_error: None)
    for module in (receipts, quotes):
        module.next_document_number = number_in_a_transaction
    connection.features.has_select_for_update = False
    switch(*nothing)


def _work(command: dict[str, Any]) -> None:
    bomb = _Bomb(command.get("after", 1))
    if command.get("mutant") == "no transactions":
        _without_transactions()
    if command["point"]:
        module, name, side = (POINTS | NIGHT_POINTS | REVENUE_POINTS)[command["point"]]
        setattr(module, name, getattr(bomb, side)(getattr(module, name)))
    scope.leave()
    while batch := jobs.claim_batch():
        for row in batch:
            jobs.run(row.pk)


def main() -> None:
    """Serve commands until the input ends."""
    connection.close()
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _work(json.loads(line))
            except Exception:
                traceback.print_exc()  # else it would look like a job that was never reached
            finally:
                os._exit(0)
        _pid, status = os.waitpid(child, 0)
        _say(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()

"""Every write of the desk."""

from tenant_apps.desk.services.runs import (
    AT_ONCE,
    MOST,
    NONE,
    TOO_MANY,
    begin_run,
    finish_run,
    forget_old_runs,
    forget_sample,
    work_on,
)
from tenant_apps.desk.services.saved import choose_first_view, forget_view, save_view

__all__ = [
    "AT_ONCE",
    "MOST",
    "NONE",
    "TOO_MANY",
    "begin_run",
    "choose_first_view",
    "finish_run",
    "forget_old_runs",
    "forget_sample",
    "forget_view",
    "save_view",
    "work_on",
]

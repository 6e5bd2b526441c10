"""Tables of the console."""

from provisioning.tables.lgos import (
    JobTable,
    LogTable,
    TenantTable,
    export_headers,
    export_row,
    host_of,
    job_headers,
    job_row,
    log_headers,
    log_row,
)
from provisioning.tables.staff import (
    ApprovalTable,
    StaffTable,
    approval_headers,
    approval_row,
    staff_headers,
    staff_row,
)

__all__ = [
    "ApprovalTable",
    "JobTable",
    "LogTable",
    "StaffTable",
    "TenantTable",
    "approval_headers",
    "approval_row",
    "export_headers",
    "export_row",
    "host_of",
    "job_headers",
    "job_row",
    "log_headers",
    "log_row",
    "staff_headers",
    "staff_row",
]

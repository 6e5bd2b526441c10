"""Tables of the console."""

from provisioning.tables.lgos import EXPORT_HEADERS, JobTable, LogTable, TenantTable, export_row, host_of
from provisioning.tables.staff import ApprovalTable, approval_headers, approval_row

__all__ = [
    "EXPORT_HEADERS",
    "ApprovalTable",
    "JobTable",
    "LogTable",
    "TenantTable",
    "approval_headers",
    "approval_row",
    "export_row",
    "host_of",
]

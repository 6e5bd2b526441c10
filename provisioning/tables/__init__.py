"""Tables of the console."""

from provisioning.tables.lgos import JobTable, LogTable, TenantTable, export_headers, export_row, host_of
from provisioning.tables.staff import ApprovalTable, approval_headers, approval_row

__all__ = [
    "ApprovalTable",
    "JobTable",
    "LogTable",
    "TenantTable",
    "approval_headers",
    "approval_row",
    "export_headers",
    "export_row",
    "host_of",
]

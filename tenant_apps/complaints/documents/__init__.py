"""Papers about complaints."""

from tenant_apps.complaints.documents.case import Paper, case_paper

__all__ = ["Paper", "case_paper"]

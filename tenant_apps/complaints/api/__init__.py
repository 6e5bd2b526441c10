"""Complaints for programs, under `/api/v1/`."""

from tenant_apps.complaints.api.citizens import router as citizens
from tenant_apps.complaints.api.desk import router as desk
from tenant_apps.complaints.api.following import router as following
from tenant_apps.complaints.api.moves import router as moves
from tenant_apps.complaints.api.public import router as public

__all__ = ["citizens", "desk", "following", "moves", "public"]

"""What is written about reports."""

from datetime import datetime
from typing import Any

from shared_apps.audit import services as audit


def record_export(*, actor: Any, at: datetime, form: str, figure: str) -> None:
    """Record that an officer has taken a report out."""
    audit.record("reports.export", actor=actor, data={"form": form, "figure": figure}, at=at)

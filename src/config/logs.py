"""Structured logs: every line names its tenant and its request, and none names a person."""

from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from kit.masking import masked


def add_tenant(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Name the tenant that the thread works for; a schema name is opaque and tells no person."""
    from tenants.scope import schema_or_none

    event.setdefault("tenant", schema_or_none())
    return event


def mask_people(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Mask every text of a log line."""
    return {key: masked(value) for key, value in event.items()}


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    add_tenant,
]


def configure_logging(*, json: bool, quiet: bool) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*_SHARED, structlog.processors.format_exc_info],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, mask_people, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "ERROR" if quiet else "INFO"},
        "loggers": {"django.request": {"level": "CRITICAL" if quiet else "ERROR"}, "apscheduler": {"level": "WARNING"}},
    }

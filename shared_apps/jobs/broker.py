"""Dramatiq's broker on Redis."""

import dramatiq
from django.conf import settings
from django.db import close_old_connections
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, Middleware, ShutdownNotifications, TimeLimit


class DatabaseConnections(Middleware):
    """Closes database connections that outlived their time, around every message."""

    def before_process_message(self, broker: dramatiq.Broker, message: dramatiq.MessageProxy) -> None:
        """Drop a stale connection before work."""
        close_old_connections()

    def after_process_message(
        self,
        broker: dramatiq.Broker,
        message: dramatiq.MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        """Drop a stale connection after work."""
        close_old_connections()


def set_up_broker() -> dramatiq.Broker:
    """Create the broker of this process. Retries are left to the outbox."""
    broker = RedisBroker(  # type: ignore[no-untyped-call]  # dramatiq leaves it without types
        url=settings.REDIS_URL, middleware=[DatabaseConnections(), AgeLimit(), TimeLimit(), ShutdownNotifications()]
    )
    dramatiq.set_broker(broker)
    return broker

"""The app of background jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Outbox, dispatcher, worker."""

    name = "shared_apps.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Know every job of every app, so that enqueueing an unknown one fails at once, and their schedules."""
        from shared_apps.jobs.broker import set_up_broker

        set_up_broker()  # before any actor is declared, the scheduler's own heartbeat included
        autodiscover_modules("tasks")
        from shared_apps.jobs.actors import schedule_all

        schedule_all()

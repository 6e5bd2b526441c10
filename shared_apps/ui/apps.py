"""Templates, widgets and the look of every page."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The app of the pages' parts."""

    name = "shared_apps.ui"
    label = "ui"

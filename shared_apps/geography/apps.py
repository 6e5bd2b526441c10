from django.apps import AppConfig


class GeographyConfig(AppConfig):
    """Provinces and kinds of local government: facts, without tables."""

    name = "shared_apps.geography"
    label = "geography"

"""The app of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "shared_apps.files"
    label = "files"

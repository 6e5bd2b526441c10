"""Templates, widgets and the look of every page."""

from pathlib import Path

from django.apps import AppConfig

from kit.fonts import use_fonts

_FONTS = Path(__file__).parent / "static" / "vendor" / "sarabun"


class UiConfig(AppConfig):
    """The app of the pages' parts."""

    name = "shared_apps.ui"
    label = "ui"

    def ready(self) -> None:
        """Say where the fonts of documents lie."""
        use_fonts(_FONTS)

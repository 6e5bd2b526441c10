"""Where the TrueType files of documents lie. Apart from `kit.pdf`, which takes a while to import."""

import threading
from pathlib import Path

_lock = threading.Lock()
_folder: list[Path] = []


class FontsMissing(RuntimeError):
    """`use_fonts` was not called, or the folder lacks a font."""


def use_fonts(folder: Path) -> None:
    """Say where the files lie; they are read when a document is first made."""
    with _lock:
        _folder[:] = [folder]


def font_file(name: str) -> Path:
    """The file of this name.

    Raises:
        FontsMissing: it is not where `use_fonts` said, or nobody said.
    """
    if not _folder:
        raise FontsMissing("kit.fonts.use_fonts has not been called")
    path = _folder[0] / name
    if not path.is_file():
        raise FontsMissing(f"{path} is missing; ./dev copies the fonts at set-up")
    return path

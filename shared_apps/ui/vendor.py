"""Copy the listed front-end files from node_modules to static/vendor: `python shared_apps/ui/vendor.py`."""

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE.parents[1] / "node_modules"
TARGET = HERE / "static" / "vendor"

FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap.js",
    "chart.js/dist/chart.umd.min.js": "chart.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    # leaflet.css names these three; hashed file names need them even though our pins are divIcons.
    "leaflet/dist/images/layers.png": "leaflet/images/layers.png",
    "leaflet/dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
    "@fontsource/sarabun/files/sarabun-thai-400-normal.woff2": "sarabun/thai-400.woff2",
    "@fontsource/sarabun/files/sarabun-thai-700-normal.woff2": "sarabun/thai-700.woff2",
    "@fontsource/sarabun/files/sarabun-latin-400-normal.woff2": "sarabun/latin-400.woff2",
    "@fontsource/sarabun/files/sarabun-latin-700-normal.woff2": "sarabun/latin-700.woff2",
    # Whole fonts, for PDF: the files above are cut by script.
    "@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf": "sarabun/Sarabun-Regular.ttf",
    "@expo-google-fonts/sarabun/700Bold/Sarabun_700Bold.ttf": "sarabun/Sarabun-Bold.ttf",
}

# fmt: off
ICONS = [
    "activity", "archive", "arrow-clockwise", "arrow-counterclockwise", "arrow-left", "arrow-repeat",
    "arrow-right", "bank", "bar-chart", "bell", "box-arrow-in-right", "box-arrow-right", "box-arrow-up-right",
    "broadcast", "bug", "building", "building-add", "buildings", "bus-front", "calendar-check",
    "calendar-event", "calendar-plus", "calendar-x", "calendar3", "camera", "car-front", "card-checklist",
    "card-image", "cash-coin", "chat-dots", "chat-left-text",
    "check-circle", "check-circle-fill", "check-lg", "chevron-down", "chevron-left", "chevron-right",
    "chevron-up", "circle", "circle-fill", "clipboard", "clipboard-check", "clock", "clock-history",
    "cloud-haze2", "cone-striped", "credit-card", "crosshair", "dash-lg", "database", "download", "droplet",
    "envelope", "envelope-open", "exclamation-circle", "exclamation-circle-fill", "exclamation-triangle",
    "exclamation-triangle-fill", "eye", "eye-slash", "file-earmark-arrow-down", "file-earmark-excel",
    "file-earmark-pdf", "file-earmark-text", "files", "fire", "flag", "folder", "funnel", "gear", "geo-alt",
    "geo-alt-fill", "globe", "hand-thumbs-down", "hand-thumbs-up", "heart-pulse", "hospital", "hourglass-split",
    "house",
    "house-door", "image", "images", "inbox", "info-circle", "info-circle-fill", "journal-text", "key", "lamp",
    "layers", "lightbulb", "lightning-charge", "link-45deg", "list", "list-check", "lock", "map", "megaphone",
    "moon-stars", "newspaper", "palette", "paperclip", "patch-check", "pause-circle", "pencil", "people", "person",
    "person-badge", "person-check", "person-circle", "person-gear", "person-plus", "person-vcard", "phone", "pin-map",
    "play-circle", "plus-circle", "plus-lg", "printer", "qr-code", "question-circle", "receipt", "reply",
    "search", "send", "server", "shield-check", "shield-exclamation", "shield-lock", "shop", "sign-stop",
    "sign-turn-right", "signpost-2", "sliders", "sort-down", "sort-up", "speedometer2", "star", "star-fill",
    "stars", "stop-circle", "tag", "tags", "telephone", "three-dots", "toggles", "tools", "translate", "trash", "tree",
    "unlock", "upload", "volume-up", "water", "wifi-off", "x-circle", "x-lg",
]
# fmt: on

_SOURCE_MAP = re.compile(rb"\n?(//[#@]|/\*[#@])\s*sourceMappingURL=[^\n]*")
_SYMBOL = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)


class AssetMissing(Exception):
    """A file that the pages need is not in node_modules."""


def copy_files(modules: Path = MODULES, target: Path = TARGET) -> int:
    """Replace static/vendor by the listed files and the icon sprite; return how many files there are."""
    contents = {name: _without_source_map(_read(modules / source)) for source, name in FILES.items()}
    contents["icons.svg"] = sprite(modules).encode()
    shutil.rmtree(target, ignore_errors=True)
    for name, content in contents.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(contents)


def sprite(modules: Path = MODULES) -> str:
    """One SVG that holds every icon as a symbol."""
    symbols = "".join(_symbol(modules, name) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def _symbol(modules: Path, name: str) -> str:
    svg = _read(modules / "bootstrap-icons" / "icons" / f"{name}.svg").decode()
    found = _SYMBOL.search(svg)
    if found is None:
        raise AssetMissing(f"bootstrap-icons: {name}.svg is not an icon this script understands")
    view_box, drawing = found.groups()
    return f'<symbol id="{name}" viewBox="{view_box}" fill="currentColor">{drawing.strip()}</symbol>'


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise AssetMissing(f"{path} is missing; run `npm ci` first, or correct the list in shared_apps/ui/vendor.py")
    return path.read_bytes()


def _without_source_map(content: bytes) -> bytes:
    return _SOURCE_MAP.sub(b"", content)


def main() -> int:
    """Copy, and say what happened."""
    try:
        count = copy_files()
    except AssetMissing as error:
        sys.stderr.write(f"vendor: {error}\n")
        return 1
    sys.stdout.write(f"vendor: {count} files in {TARGET.relative_to(HERE.parents[1])}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

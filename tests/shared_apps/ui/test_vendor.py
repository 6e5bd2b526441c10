"""What the pages load is copied whole, or not at all."""

import re
from pathlib import Path

import pytest

from shared_apps.ui import vendor

ROOT = Path(__file__).resolve().parents[3]
_USED = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']""")


def _modules(folder: Path) -> Path:
    for source in vendor.FILES:
        path = folder / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("body{}\n/*# sourceMappingURL=x.css.map */")
    icons = folder / "bootstrap-icons" / "icons"
    icons.mkdir(parents=True)
    for name in vendor.ICONS:
        (icons / f"{name}.svg").write_text('<svg class="bi" viewBox="0 0 16 16">\n  <path d="M0 0"/>\n</svg>')
    return folder


def test_every_listed_file_is_copied_without_its_source_map(tmp_path: Path) -> None:
    target = tmp_path / "static"
    target.mkdir()
    (target / "old.js").write_text("left from another version")
    vendor.copy_files(_modules(tmp_path / "modules"), target)
    copied = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert copied == {*vendor.FILES.values(), "icons.svg"}
    assert "sourceMappingURL" not in (target / "bootstrap.css").read_text()


def test_the_sprite_holds_every_icon(tmp_path: Path) -> None:
    sprite = vendor.sprite(_modules(tmp_path))
    assert re.findall(r'<symbol id="([\w-]+)"', sprite) == vendor.ICONS


def test_a_missing_file_is_named_and_nothing_is_deleted(tmp_path: Path) -> None:
    modules = _modules(tmp_path / "modules")
    (modules / "leaflet/dist/leaflet.js").unlink()
    target = tmp_path / "static"
    target.mkdir()
    (target / "bootstrap.css").write_text("still here")
    with pytest.raises(vendor.AssetMissing, match=r"leaflet\.js is missing; run `npm ci`"):
        vendor.copy_files(modules, target)
    assert (target / "bootstrap.css").exists()


def test_every_icon_in_a_template_is_in_the_sprite() -> None:
    folders = [ROOT / name for name in ("shared_apps", "tenant_apps", "provisioning")]
    used = {
        icon: path.name
        for folder in folders
        for path in folder.rglob("*.html")
        for icon in _USED.findall(path.read_text())
    }
    assert "search" in used
    assert {icon: page for icon, page in used.items() if icon not in vendor.ICONS} == {}


def test_the_lock_names_no_host() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()

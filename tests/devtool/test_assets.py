import gettext
from pathlib import Path

import pytest

from devtool.assets import compile_messages, ensure_translations
from devtool.console import DevError
from devtool.paths import Checkout

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
NEWS = 'msgid "News"\nmsgstr "ข่าว"\n\n#, fuzzy\nmsgid "Old"\nmsgstr "เดา"\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "shared_apps" / "ui" / "locale" / "th" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + NEWS, encoding="utf-8")
    return path


def translated(path: Path, text: str) -> str:
    with path.with_suffix(".mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled).gettext(text)


def test_messages_are_compiled_and_guesses_left_out(catalogue: Path) -> None:
    compile_messages(catalogue)
    assert translated(catalogue, "News") == "ข่าว"
    assert translated(catalogue, "Old") == "Old"


def test_only_what_changed_is_compiled_again(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkout = Checkout(catalogue.parents[5])
    checkout.make_folders()
    ensure_translations(checkout)
    assert "translations (1 files)" in capsys.readouterr().out
    ensure_translations(checkout)
    assert capsys.readouterr().out == ""
    catalogue.write_text((HEAD + NEWS).replace("ข่าว", "ข่าวสาร"), encoding="utf-8")
    ensure_translations(checkout)
    assert translated(catalogue, "News") == "ข่าวสาร"


def test_a_broken_catalogue_is_named(catalogue: Path) -> None:
    catalogue.write_text(HEAD + 'msgid "News"\nข่าว\n', encoding="utf-8")
    with pytest.raises(DevError, match=r"django\.po"):
        compile_messages(catalogue)

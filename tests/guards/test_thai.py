"""Every message has its Thai text."""

from pathlib import Path

import pytest

from tests.support import messages


@pytest.mark.parametrize("folder", messages.app_folders(), ids=lambda path: path.name)
def test_no_message_lacks_its_thai_text(folder: Path) -> None:
    assert messages.lacking(folder) == []


@pytest.mark.parametrize("folder", messages.app_folders(), ids=lambda path: path.name)
def test_labels_of_forms_go_through_gettext(folder: Path) -> None:
    assert messages.latin_literals(folder) == []


def test_a_message_has_one_thai_text() -> None:
    """Where another is meant, the message has a context (`pgettext`) or other words."""
    assert messages.two_texts() == {}


def test_the_extractor_finds_messages() -> None:
    """A control: the guard would see a gap."""
    found = {text for _context, text in messages.messages_of(messages.ROOT / "tenants")}
    assert "City municipality" in found

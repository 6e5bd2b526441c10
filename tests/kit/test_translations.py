"""Every message that `kit` marks has its Thai, with the same places to fill."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

import kit

KIT = Path(kit.__file__).parent
PLACES = re.compile(r"%\(\w+\)s")


def marked() -> Iterator[str]:
    for path in KIT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gettext_noop":
                yield ast.literal_eval(node.args[0])


def test_every_message_has_its_thai() -> None:
    with (KIT / "locale/th/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    messages = set(marked())
    assert messages == {message.id for message in catalogue if message.id}
    for message_id in messages:
        thai = str(catalogue[message_id].string)
        assert re.search("[ก-ฮ]", thai), message_id
        assert sorted(PLACES.findall(message_id)) == sorted(PLACES.findall(thai))

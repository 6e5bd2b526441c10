"""Words in braces that are filled in: no logic, no look-ups, nothing that a text could be made to run.

Kept as `{number}`; people see and type the label in their language, `{เลขที่เรื่อง}`.
"""

import re
from collections.abc import Iterable, Mapping

from shared_apps.notifications.events import Placeholder

_WORD = re.compile(r"\{([^{}\n]{1,60})\}")


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with its words. A line that held nothing but words without a value is left out, as is an unknown word.

    One pass: a value that looks like a word is not filled in again.
    """
    lines = [_filled(line, words) for line in text.splitlines()]
    kept = "\n".join(line for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _filled(line: str, words: Mapping[str, str]) -> str | None:
    filled = _WORD.sub(lambda found: words.get(found[1], ""), line).rstrip()
    return None if _WORD.search(line) and not filled.strip() else filled


def used(text: str) -> list[str]:
    """The names in braces, each once, in their order."""
    return list(dict.fromkeys(found[1].strip() for found in _WORD.finditer(text)))


def shown(text: str, known: Iterable[Placeholder]) -> str:
    """The stored text with labels in the present language in place of names."""
    labels = {word.name: str(word.label) for word in known}
    return _WORD.sub(lambda found: f"{{{labels.get(found[1], found[1])}}}", text)


def stored(text: str, known: Iterable[Placeholder]) -> str:
    """What a person typed, with names in place of labels; what is no word of the event stays as it is."""
    names = {spelling: word.name for word in known for spelling in (word.name, str(word.label).casefold())}
    return _WORD.sub(lambda found: f"{{{names.get(' '.join(found[1].split()).casefold(), found[1])}}}", text)

"""Expected failures in the reader's language."""

from django.utils.translation import gettext

from kit.errors import DomainError


def message_of(error: DomainError) -> str:
    """The sentence of an error for people: `kit` marks its messages, here they are translated."""
    text = gettext(error.message) if isinstance(error.message, str) else str(error.message)
    return text % error.params if error.params else text

"""What the templates of lists, forms and messages need."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import template
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.translation import gettext, ngettext

from shared_apps.ui.templatetags.thai import thainumber

register = template.Library()

_TONES = {constants.SUCCESS: "success", constants.WARNING: "warning", constants.ERROR: "danger"}
_ICONS = {
    constants.SUCCESS: "check-circle-fill",
    constants.WARNING: "exclamation-triangle-fill",
    constants.ERROR: "exclamation-circle-fill",
}


class Problem(NamedTuple):
    """One line of the error summary."""

    text: str
    anchor: str


@register.simple_tag
def form_errors(form: BaseForm | None, forms: Iterable[BaseForm] | None = None) -> list[Problem]:
    """The errors of one form or of several, each with the element it is about."""
    every = [*([form] if form else []), *(forms or [])]
    return [problem for one in every for problem in _problems(one)]


def _problems(form: BaseForm) -> Iterator[Problem]:
    for error in form.non_field_errors():
        yield Problem(str(error), "form_errors")
    for field in form:
        for error in field.errors:
            yield Problem(_with_label(field, str(error)), "" if field.is_hidden else _anchor(field))


def _anchor(field: BoundField) -> str:
    return field.id_for_label if field.id_for_label and not field.use_fieldset else f"div_{field.auto_id}"


def _with_label(field: BoundField, error: str) -> str:
    label = str(field.label)
    return error if not label or label in error else f"{label}: {error}"


@register.simple_tag
def active_filters(form: BaseForm) -> int:
    """How many filters are in use; the search box `q` and hidden fields are not counted."""
    if not form.is_bound or not form.is_valid():
        return 0
    shown = [field.name for field in form.visible_fields() if field.name != "q"]
    return sum(_in_use(form.cleaned_data.get(name)) for name in shown)


def _in_use(value: Any) -> bool:
    return value is not False and value not in (None, "") and (not hasattr(value, "__len__") or len(value) > 0)


@register.simple_tag
def result_count(table: Any) -> str:
    """`Showing 1–20 of 128`."""
    page = getattr(table, "page", None)
    total = page.paginator.count if page else len(table.rows)
    if not total:
        return gettext("Nothing found")
    if page is None or page.paginator.num_pages == 1:
        return ngettext("%(total)s item", "%(total)s items", total) % {"total": thainumber(total)}
    is_more = getattr(page.paginator, "is_more", False)
    words = gettext("Showing %(first)s–%(last)s of more than %(total)s; narrow the list to see the others")
    return (words if is_more else gettext("Showing %(first)s–%(last)s of %(total)s")) % {
        "first": thainumber(page.start_index()),
        "last": thainumber(page.end_index()),
        "total": thainumber(total),
    }


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers to link to, with gaps."""
    return iter(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def page_link(context: Context, number: int, parameter: str = "") -> str:
    """This address with another page number."""
    query = context["request"].GET.copy()
    query[parameter or "page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def message_tone(message: Message) -> str:
    """Bootstrap's name for the level of a message."""
    return _TONES.get(message.level, "info")


@register.filter
def message_icon(message: Message) -> str:
    """The icon of the level of a message."""
    return _ICONS.get(message.level, "info-circle-fill")

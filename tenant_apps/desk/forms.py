"""What officers fill in on the inbox."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from kit.errors import NotFound
from shared_apps.casework import work
from shared_apps.casework.work import Area, Criteria
from shared_apps.ui.fields import CleanCharField, CleanTextField, ThaiDateField
from tenant_apps.desk.models import Run
from tenant_apps.registry.models import Division, Officer
from tenant_apps.registry.selectors import divisions, officer_of, officers

MIN_NOTE, MAX_NOTE = 5, 4000
NO_SUCH_TAB = _("There is no such tab.")
_DUE = (
    ("", _("All")),
    ("late", _("Overdue")),
    ("today", _("Due today")),
    ("three_days", _("Due within 3 days")),
    ("later", _("Due later")),
)


_CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


class InboxForm(forms.Form):
    """Search and filters, from the address. Wrong parts of it are passed over."""

    data: Any

    q = CleanCharField(
        label=_("Search"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Search with at most 100 characters.")},
    )
    service = forms.MultipleChoiceField(label=_("Service"), required=False, widget=forms.CheckboxSelectMultiple)
    state = forms.MultipleChoiceField(label=_("Status"), required=False, widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label=_("Kind of case"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    division: "forms.ModelChoiceField[Division]" = forms.ModelChoiceField(
        label=_("Division"), queryset=None, required=False, empty_label=_("All")
    )
    assignee: "forms.ModelChoiceField[Officer]" = forms.ModelChoiceField(
        label=_("Responsible"), queryset=None, required=False, empty_label=_("All")
    )
    due = forms.ChoiceField(label=_("Due"), required=False, choices=_DUE)
    filed_from = ThaiDateField(label=_("Filed from"), required=False)
    filed_until = ThaiDateField(label=_("Filed until"), required=False)
    reopened = forms.BooleanField(label=_("Only cases that were opened again"), required=False)
    followed = forms.BooleanField(label=_("Only cases that others follow"), required=False)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        sources = work.sources(user)
        fields["division"].queryset = divisions(active_only=False)
        fields["assignee"].queryset = officers()
        fields["service"].choices = [(one.service, one.label) for one in sources]
        fields["state"].choices = work.choices(one.states() for one in sources)
        every = [("", _("All"))]
        fields["kind"].choices = every + work.choices(one.kinds() for one in sources)
        fields["category"].choices = every + work.choices(one.categories() for one in sources)
        if len(sources) < 2:
            del self.fields["service"]

    def full_clean(self) -> None:
        """Read the address; choices that are no more (a state, a division) are left out and named in `gone`."""
        super().full_clean()
        self.gone = self._leave_out_gone() if self.errors else []

    def _leave_out_gone(self) -> list[str]:
        query, gone = self.data.copy(), []
        for name in [name for name in self.errors if isinstance(self.fields.get(name), _CHOICES)]:
            field: Any = self.fields[name]
            values = query.getlist(name)
            query.setlist(name, [value for value in values if _is_choice(field, value)])
            gone.append(str(field.label))
        if gone:
            self.data = query
            super().full_clean()
        return gone

    def criteria(self, tab: str) -> Criteria:
        """What is looked for; what cannot be read does not narrow."""
        self.is_valid()
        found = self.cleaned_data
        officer = found.get("assignee")
        division = found.get("division")
        return Criteria(
            tab=tab,
            words=found.get("q") or "",
            services=tuple(found.get("service") or ()),
            states=tuple(found.get("state") or ()),
            kinds=_one(found.get("kind")),
            categories=_one(found.get("category")),
            division=division.pk if division else None,
            assignee=officer.user_id if officer else None,
            due=found.get("due") or "",
            filed_from=found.get("filed_from"),
            filed_until=found.get("filed_until"),
            reopened=bool(found.get("reopened")),
            followed=bool(found.get("followed")),
        )


class MapForm(InboxForm):
    """The same on the map, with the part of it that is looked at and the tab."""

    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    area = forms.CharField(required=False, widget=forms.HiddenInput)

    def area_seen(self) -> Area | None:
        """The part of the map that is looked at; None when it is all of it, or cannot be read."""
        self.is_valid()
        return area_read(self.cleaned_data.get("area") or "")


def area_written(area: Area) -> str:
    """South, west, north and east in degrees, as an address holds them."""
    return ",".join(f"{edge:.5f}" for edge in (area.south, area.west, area.north, area.east))


def area_read(text: str) -> Area | None:
    """What `area_written` has written; None when it is no such thing."""
    try:
        south, west, north, east = (float(part) for part in text[:80].split(","))
    except ValueError:
        return None
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        return None
    return Area(south, west, north, east)


def criteria_of(user: Any, query: Any) -> Criteria:
    """What the address of a list to take away asks for: `tab`, the filters, and `case` for those chosen by hand.

    Samples are not among what is taken away.

    Raises:
        kit.errors.NotFound: there is no such tab.
    """
    tab = query.get("tab", "all")
    if tab not in work.TABS:
        raise NotFound(NO_SUCH_TAB)
    criteria = replace(InboxForm(query, user=user).criteria(tab), samples=False)
    chosen = ticked(query.getlist("case"))
    return replace(criteria, picked=tuple((one, pk) for one, pk, _version in chosen)) if chosen else criteria


def ticked(values: Iterable[str]) -> list[tuple[str, int, int]]:
    """Cases as (service, id, version) from `service:id:version`; what is no such thing is passed over."""
    parts = [value.split(":") for value in values]
    return [
        (part[0], int(part[1]), int(part[2]))
        for part in parts
        if len(part) == 3 and all(_is_number(text) for text in part[1:])
    ]


def _is_choice(field: Any, value: str) -> bool:
    try:
        field.clean([value] if isinstance(field, forms.MultipleChoiceField) else value)
    except ValidationError:
        return False
    return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


class ViewForm(forms.Form):
    """A name for the filters in use."""

    name = CleanCharField(
        label=_("Name"),
        max_length=60,
        error_messages={
            "required": _("Write a name for this view."),
            "max_length": _("Write the name with at most 60 characters."),
        },
    )
    is_shared = forms.BooleanField(label=_("Show it to all officers of my division"), required=False)
    is_first = forms.BooleanField(label=_("Open the inbox with this view"), required=False)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        officer = officer_of(user)
        self.division = officer.division if officer else None
        if self.division is None:
            del self.fields["is_shared"]

    def values(self) -> dict[str, Any]:
        """What the verb is given."""
        is_shared = self.cleaned_data.get("is_shared")
        return {
            "name": self.cleaned_data["name"],
            "division": self.division if is_shared else None,
            "is_first": self.cleaned_data["is_first"],
        }


class RunForm(forms.Form):
    """A note for every case of a run."""

    note = CleanTextField(
        label=_("Internal note"),
        help_text=_("Only officers see it. It is written to each case."),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write the reason with at least 5 characters."),
            "min_length": _("Write the reason with at least 5 characters."),
            "max_length": _("Write at most 4,000 characters."),
        },
    )


class AssignForm(RunForm):
    """Who is to be responsible for the cases."""

    officer: "forms.ModelChoiceField[Officer]" = forms.ModelChoiceField(
        label=_("Officer"),
        queryset=None,
        empty_label=_("Choose an officer"),
        error_messages={"required": _("Choose an officer."), "invalid_choice": _("Choose an officer from the list.")},
    )
    field_order = ("officer", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["officer"]
        field.queryset = officers()
        field.label_from_instance = officer_label


class ForwardForm(RunForm):
    """Which division is to answer the cases, and why."""

    division: "forms.ModelChoiceField[Division]" = forms.ModelChoiceField(
        label=_("Division"),
        queryset=None,
        empty_label=_("Choose a division"),
        error_messages={"required": _("Choose a division."), "invalid_choice": _("Choose a division from the list.")},
    )
    field_order = ("division", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["division"].queryset = divisions()
        note = fields["note"]
        note.required, note.label, note.min_length = True, _("Reason"), MIN_NOTE
        note.validators.append(MinLengthValidator(MIN_NOTE))


RUN_FORMS: dict[str, type[RunForm]] = {Run.Verb.ASSIGN.value: AssignForm, Run.Verb.FORWARD.value: ForwardForm}


def officer_label(officer: Any) -> str:
    """A name with the division, since names are not unique."""
    parts = [str(officer.user), officer.division.name if officer.division else ""]
    return " – ".join(part for part in parts if part)

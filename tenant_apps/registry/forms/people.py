"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import User
from shared_apps.ui.fields import CleanCharField
from tenant_apps.registry.selectors import default_roles, divisions, officer_of, positions, roles

_POSITIONS = "position-names"


class PositionInput(forms.TextInput):
    """A line of text that offers the positions of the LGO; another one may be written."""

    template_name = "registry/widgets/position.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the names to offer."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = _POSITIONS
        return {**context, "list_id": _POSITIONS, "names": [position.name for position in positions()]}


def position_field() -> CleanCharField:
    """The position somebody holds."""
    return CleanCharField(
        label=_("Position"),
        max_length=100,
        required=False,
        help_text=_("Begin to write and choose one, or write another: Civil works technician"),
        widget=PositionInput(attrs={"autocomplete": "off"}),
    )


class _PostForm(forms.Form):
    """Where somebody works, and what they may do."""

    display_name = CleanCharField(
        label=_("Name and surname"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name and surname of the person.")},
    )
    is_administrator = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("Holds all rights, and may make others administrators. Signs in with a second factor."),
    )

    field_order = ("email", "display_name", "position", "division", "roles", "is_administrator")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"] = position_field()
        self.fields["division"] = forms.ModelChoiceField(
            label=_("Division"), queryset=divisions(), required=False, empty_label=_("Not in a division")
        )
        self.fields["roles"] = forms.ModelMultipleChoiceField(
            label=_("Roles"),
            queryset=roles(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("What the person may do. Several roles add up."),
        )
        self.order_fields(self.field_order)
        if not actor.is_administrator:
            del self.fields["is_administrator"]

    def values(self) -> dict[str, Any]:
        """What was chosen, for the services."""
        return {"is_administrator": False, **self.cleaned_data}


class InviteForm(_PostForm):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The invitation goes to this address. It becomes the name to sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        error_messages={"required": _("Write the e-mail address to which the invitation goes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].initial = list(default_roles())


class PersonForm(_PostForm):
    """What an officer is called and does."""

    def __init__(self, data: Any = None, *, user: User, actor: User) -> None:
        officer = officer_of(user)
        super().__init__(
            data,
            actor=actor,
            initial={
                "display_name": user.display_name,
                "position": officer.position if officer else "",
                "division": officer.division_id if officer else None,
                "roles": list(officer.roles.all()) if officer else list(default_roles()),
                "is_administrator": user.is_administrator,
            },
        )
        self.user = user

    def values(self) -> dict[str, Any]:
        """What was chosen; who may not say who is an administrator leaves that as it is."""
        return {"is_administrator": self.user.is_administrator, **self.cleaned_data}


class ProfileForm(forms.Form):
    """What officers say about themselves."""

    display_name = CleanCharField(
        label=_("Name and surname"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(self, *args: Any, sets_position: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sets_position:
            self.fields["position"] = position_field()

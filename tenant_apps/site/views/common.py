"""What the views of this app share."""

from django.forms import Form
from django.http import Http404, HttpRequest, QueryDict

from kit.errors import DomainError
from shared_apps.accounts.models import User
from shared_apps.ui.errors import message_of
from tenants.models import Tenant


def tenant_of(request: HttpRequest) -> Tenant:
    """The LGO of this host."""
    tenant = getattr(request, "tenant", None)
    if not isinstance(tenant, Tenant):
        raise Http404
    return tenant


def officer_of(request: HttpRequest) -> User:
    """Who is signed in."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def add_domain_error(form: Form, error: DomainError, field: str | None = None) -> None:
    """Show a failure of the domain at its field, or above the form."""
    name = error.field or field
    form.add_error(name if name in form.fields else None, message_of(error))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, though it be nothing; None when nothing was sent yet."""
    return request.POST if request.method == "POST" else None

"""What the pages about people share."""

from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kit.errors import DomainError
from shared_apps.accounts.models import User
from shared_apps.ui.errors import message_of

Row = TypeVar("Row")


def me(request: HttpRequest) -> User:
    """The officer who is signed in."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def or_404(row: Row | None) -> Row:
    """The row, if there is one."""
    if row is None:
        raise Http404
    return row


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form, as it is or with what is wrong."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def add_error(form: Any, error: DomainError) -> None:
    """Show a failure of the domain where it belongs."""
    form.add_error(error.field if error.field in form.fields else None, message_of(error))

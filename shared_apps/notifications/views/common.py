"""What the views of this app share."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shared_apps.accounts.models import User


def me(request: HttpRequest) -> User:
    """Who is signed in."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def form_page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """A page with a form."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)

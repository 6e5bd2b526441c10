"""Addresses of the pages of tokens."""

from django.urls import URLPattern, URLResolver, path

from shared_apps.api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/tokens", views.tokens, name="api_tokens"),
    path("accounts/tokens/new", views.new_token, name="api_new_token"),
    path("accounts/tokens/<int:token_id>/revoke", views.revoke_token, name="api_revoke_token"),
]

"""Addresses on an LGO's host that deal with its contract as a whole."""

from django.urls import URLPattern, URLResolver, path

from provisioning.views import handover

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/take-away", handover.take_away, name="take_away"),
    path("desk/take-away/<uuid:handover_id>", handover.take_away_file, name="take_away_file"),
]

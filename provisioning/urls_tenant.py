"""URLs of the operator's part on an LGO's host."""

from django.urls import URLPattern, URLResolver, path

from provisioning.views import visits

urlpatterns: list[URLPattern | URLResolver] = [
    path("support/enter/<str:key>", visits.enter, name="support_enter"),
    path("support/leave", visits.leave, name="support_leave"),
    path("support/ended", visits.ended, name="support_ended"),
    path("desk/operator", visits.visits, name="operator_visits"),
    path("desk/operator/log", visits.log, name="operator_log"),
    path("desk/operator/<uuid:access_id>", visits.visit, name="operator_visit"),
    path("desk/operator/<uuid:access_id>/decide", visits.decide, name="operator_visit_decide"),
]

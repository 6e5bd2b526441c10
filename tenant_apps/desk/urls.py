"""Addresses of the inbox."""

from django.urls import URLPattern, URLResolver, path

from tenant_apps.desk.views import bulk, inbox, map, saved

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/inbox", inbox.inbox, name="desk_inbox"),
    path("desk/map", map.cases_map, name="desk_map"),
    path("desk/inbox/views", saved.views, name="desk_views"),
    path("desk/inbox/views/<int:view_id>/first", saved.first, name="desk_view_first"),
    path("desk/inbox/views/<int:view_id>/forget", saved.forget, name="desk_view_forget"),
    path("desk/inbox/bulk", bulk.check, name="desk_bulk"),
    path("desk/inbox/bulk/begin", bulk.begin, name="desk_bulk_begin"),
    path("desk/inbox/runs", bulk.runs, name="desk_runs"),
    path("desk/inbox/runs/<uuid:run_id>", bulk.run, name="desk_run"),
    path("desk/inbox/runs/<uuid:run_id>/progress", bulk.progress, name="desk_run_progress"),
    path("desk/inbox/tab/<slug:tab>", inbox.inbox, name="desk_inbox_tab"),
]

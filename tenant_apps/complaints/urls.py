"""Addresses of complaints: citizens', and the officers' desk."""

from django.urls import URLPattern, URLResolver, path, re_path

from tenant_apps.complaints.views import desk, filing, settings, tracking

urlpatterns: list[URLPattern | URLResolver] = [
    path("complaints/new", filing.topic, name="complaint_new"),
    path("complaints/new/details", filing.details, name="complaint_details"),
    path("complaints/new/photo", filing.photo, name="complaint_photo"),
    path("complaints/new/place", filing.place, name="complaint_place"),
    path("complaints/new/contact", filing.contact, name="complaint_contact"),
    path("complaints/new/check", filing.check, name="complaint_check"),
    path("complaints/new/discard", filing.discard, name="complaint_discard"),
    path("complaints/filed", filing.filed, name="complaint_filed"),
    path("complaints/track", tracking.track, name="complaint_track"),
    path("complaints/track/<str:code>", tracking.case, name="complaint_case"),
    path("complaints/track/<str:code>/answer", tracking.answer, name="complaint_answer"),
    path("complaints/track/<str:code>/confirm", tracking.confirm, name="complaint_confirm"),
    path("complaints/track/<str:code>/reopen", tracking.reopen, name="complaint_reopen"),
    path("complaints/track/<str:code>/rate", tracking.rate, name="complaint_rate"),
    path("my-cases", tracking.my_cases, name="my_cases"),
    path("desk/complaints", desk.inbox, name="desk_complaints"),
    path("desk/complaints/tab/<slug:tab>", desk.inbox, name="desk_complaints_tab"),
    re_path(r"^desk/complaints/export\.(?P<form>csv|xlsx)$", desk.export, name="desk_complaints_export"),
    path("desk/complaints/<str:number>", desk.case, name="desk_complaint"),
    path("desk/complaints/<str:number>/contact", desk.contact, name="desk_complaint_contact"),
    path("desk/complaints/<str:number>/<slug:action>", desk.act, name="desk_complaint_act"),
    path("desk/settings/complaints", settings.policy, name="complaint_policy"),
    path("desk/settings/complaints/warnings", settings.ladder, name="complaint_ladder"),
    path("desk/settings/complaints/categories", settings.categories, name="complaint_categories"),
    path("desk/settings/complaints/categories/new", settings.add_category, name="complaint_category_new"),
    path("desk/settings/complaints/categories/<int:category_id>", settings.category, name="complaint_category"),
    path(
        "desk/settings/complaints/categories/<int:category_id>/delete",
        settings.delete_category,
        name="complaint_category_delete",
    ),
    re_path(
        r"^desk/settings/complaints/categories/(?P<category_id>\d+)/(?P<way>up|down)$",
        settings.move_category,
        name="complaint_category_move",
    ),
]

"""Addresses of complaints: citizens', and the officers' desk."""

from django.urls import URLPattern, URLResolver, path, re_path

from tenant_apps.complaints.views import desk, drafts, filing, lost_pin, offers, photos, public, settings, tracking

urlpatterns: list[URLPattern | URLResolver] = [
    path("complaints/new", filing.topic, name="complaint_new"),
    path("complaints/new/details", filing.details, name="complaint_details"),
    path("complaints/new/photo", photos.photo, name="complaint_photo"),
    path("complaints/new/photo-place", offers.photo_place, name="complaint_photo_place"),
    path("complaints/new/nearby", offers.nearby, name="complaint_nearby"),
    path("complaints/new/alike", offers.alike, name="complaint_alike"),
    path("complaints/new/autosave", drafts.autosave, name="complaint_autosave"),
    path("complaints/new/resume/<uuid:draft_id>", drafts.resume, name="complaint_resume"),
    path("complaints/new/place", filing.place, name="complaint_place"),
    path("complaints/new/contact", filing.contact, name="complaint_contact"),
    path("complaints/new/check", filing.check, name="complaint_check"),
    path("complaints/new/discard", drafts.discard, name="complaint_discard"),
    path("complaints/filed", filing.filed, name="complaint_filed"),
    path("complaints/cases", public.public_list, name="complaint_public_list"),
    path("complaints/cases/<str:number>", public.public_case, name="complaint_public"),
    path("complaints/cases/<str:number>/follow", public.follow, name="complaint_follow"),
    path("complaints/cases/<str:number>/unfollow", public.unfollow, name="complaint_unfollow"),
    path("complaints/cases/<str:number>/code", public.code, name="complaint_follow_code"),
    path("complaints/lost-pin", lost_pin.lost_pin, name="complaint_lost_pin"),
    path("complaints/lost-pin/code", lost_pin.lost_pin_code, name="complaint_lost_pin_code"),
    path("complaints/track", tracking.track, name="complaint_track"),
    path("complaints/track/<str:code>", tracking.case, name="complaint_case"),
    path("complaints/track/<str:code>/answer", tracking.answer, name="complaint_answer"),
    path("complaints/track/<str:code>/confirm", tracking.confirm, name="complaint_confirm"),
    path("complaints/track/<str:code>/reopen", tracking.reopen, name="complaint_reopen"),
    path("complaints/track/<str:code>/rate", tracking.rate, name="complaint_rate"),
    path("my-cases", tracking.my_cases, name="my_cases"),
    path("desk/complaints", desk.old_inbox, name="desk_complaints"),
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

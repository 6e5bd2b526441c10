"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from tenant_apps.registry import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/people", views.people, name="registry_people"),
    path("desk/people/export", views.export, name="registry_people_export"),
    path("desk/people/invite", views.invite, name="registry_invite"),
    path("desk/people/<int:user_id>", views.person, name="registry_person"),
    path("desk/people/<int:user_id>/close", views.close, name="registry_person_close"),
    path("desk/people/<int:user_id>/reopen", views.reopen, name="registry_person_reopen"),
    path("desk/people/<int:user_id>/second-factor", views.reset_second_factor, name="registry_second_factor"),
    path("desk/people/invitations/<int:invitation_id>/resend", views.resend_invitation, name="registry_resend"),
    path("desk/people/invitations/<int:invitation_id>/withdraw", views.withdraw_invitation, name="registry_withdraw"),
    path("desk/profile", views.profile, name="registry_profile"),
]

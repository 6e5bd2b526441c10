"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from tenant_apps.registry.views import acting, imports, people, roles, structure

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/people", people.people, name="registry_people"),
    path("desk/people/export", people.export, name="registry_people_export"),
    path("desk/people/invite", people.invite, name="registry_invite"),
    path("desk/people/import", imports.upload_list, name="registry_import"),
    path("desk/people/import/send", imports.send_list, name="registry_import_send"),
    path("desk/people/import/example", imports.example, name="registry_import_example"),
    path("desk/people/limit", people.limit, name="registry_limit"),
    path("desk/people/<int:user_id>", people.person, name="registry_person"),
    path("desk/people/<int:user_id>/close", people.close, name="registry_person_close"),
    path("desk/people/<int:user_id>/reopen", people.reopen, name="registry_person_reopen"),
    path("desk/people/<int:user_id>/second-factor", people.reset_second_factor, name="registry_second_factor"),
    path("desk/people/invitations/<int:invitation_id>/resend", people.resend_invitation, name="registry_resend"),
    path("desk/people/invitations/<int:invitation_id>/withdraw", people.withdraw_invitation, name="registry_withdraw"),
    path("desk/people/sign-in", structure.sign_in_rules, name="registry_sign_in_rules"),
    path("desk/profile", people.profile, name="registry_profile"),
    path("desk/divisions", structure.divisions, name="registry_divisions"),
    path("desk/divisions/new", structure.new_division, name="registry_new_division"),
    path("desk/divisions/<int:division_id>", structure.division, name="registry_division"),
    path("desk/divisions/<int:division_id>/move", structure.move_division, name="registry_move_division"),
    path("desk/divisions/<int:division_id>/close", structure.close_division, name="registry_close_division"),
    path("desk/divisions/<int:division_id>/reopen", structure.reopen_division, name="registry_reopen_division"),
    path("desk/divisions/<int:division_id>/merge", structure.merge_division, name="registry_merge_division"),
    path("desk/positions", structure.positions, name="registry_positions"),
    path("desk/positions/new", structure.new_position, name="registry_new_position"),
    path("desk/positions/<int:position_id>", structure.position, name="registry_position"),
    path("desk/positions/<int:position_id>/delete", structure.delete_position, name="registry_delete_position"),
    path("desk/roles", roles.roles, name="registry_roles"),
    path("desk/roles/new", roles.new_role, name="registry_new_role"),
    path("desk/roles/<int:role_id>", roles.role, name="registry_role"),
    path("desk/roles/<int:role_id>/copy", roles.copy_role, name="registry_copy_role"),
    path("desk/roles/<int:role_id>/delete", roles.delete_role, name="registry_delete_role"),
    path("desk/acting", acting.acting_orders, name="registry_acting"),
    path("desk/acting/new", acting.new_acting_order, name="registry_new_acting_order"),
    path("desk/acting/<int:order_id>", acting.acting_order, name="registry_acting_order"),
    path("desk/acting/<int:order_id>/end", acting.end_acting_order, name="registry_end_acting_order"),
]

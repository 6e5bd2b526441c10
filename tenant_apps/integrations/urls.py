"""Addresses of webhooks."""

from django.urls import URLPattern, URLResolver, path

from tenant_apps.integrations import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/webhooks", views.webhooks, name="webhooks"),
    path("desk/webhooks/new", views.new_webhook, name="webhook_new"),
    path("desk/webhooks/<int:webhook_id>", views.webhook, name="webhook"),
    path("desk/webhooks/<int:webhook_id>/switch", views.switch, name="webhook_switch"),
    path("desk/webhooks/<int:webhook_id>/secret", views.rotate, name="webhook_rotate"),
    path("desk/webhooks/<int:webhook_id>/test", views.test, name="webhook_test"),
    path("desk/webhooks/<int:webhook_id>/delete", views.delete, name="webhook_delete"),
    path("desk/webhooks/deliveries/<uuid:delivery_id>", views.delivery, name="webhook_delivery"),
    path("desk/webhooks/deliveries/<uuid:delivery_id>/send", views.redeliver, name="webhook_redeliver"),
]

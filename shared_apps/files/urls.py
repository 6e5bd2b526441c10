"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from shared_apps.files import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("files/<uuid:file_id>", views.file, name="file"),
    path("files/<uuid:file_id>/thumbnail", views.thumbnail, name="file_thumbnail"),
]

"""Addresses of the gallery."""

from django.urls import path

from shared_apps.ui.gallery import views

urlpatterns = [
    path("", views.parts, name="gallery"),
    path("home", views.home, name="gallery_home"),
    path("form", views.form, name="gallery_form"),
    path("desk", views.desk, name="gallery_desk"),
    path("console", views.console, name="gallery_console"),
    path("public", views.public, name="gallery_public"),
    path("progress", views.progress, name="gallery_progress"),
    path("colours.css", views.colours, name="gallery_colours"),
    path("photos", views.photo, name="gallery_photo"),
    path("errors/<str:name>", views.error, name="gallery_error"),
]

"""Addresses below /konto/: our own pages here, sign-in and second factor by django-allauth."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = []

"""Addresses of joint decisions."""

from django.urls import URLPattern

app_name = "joint_decisions"

urlpatterns: list[URLPattern] = []

"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from portal import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("configuracao/", admin.site.urls),
    path("", include("portal.urls_accounts")),
]

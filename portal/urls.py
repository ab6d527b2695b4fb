"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from portal import views, views_admin, views_demo

handler404 = "portal.views.not_found"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("demo/mensagens", views_demo.demo_messages, name="demo_messages"),
    path("configuracao/", admin.site.urls),
    path("admin", views_admin.administration, name="administration"),
    path("", include("documents.urls")),
    path("", include("documents.urls_library")),
    path("", include("eligibility.urls")),
    path("", include("eligibility.urls_bill")),
    path("", include("portal.urls_accounts")),
    path("", include("eligibility.urls_guidance")),
    path("", include("portal.urls_public")),
    path("", include("portal.urls_api")),
    path("", include("requests_app.urls.professional")),
    path("", include("requests_app.urls.filing")),
    path("", include("requests_app.urls.cases")),
    path("", include("requests_app.urls.agreements")),
    path("", include("requests_app.urls.payments")),
    path("", include("requests_app.urls.inspections")),
    path("", include("requests_app.urls.contests")),
    path("", include("requests_app.urls.flow")),
    path("", include("requests_app.urls.endings")),
    path("", include("requests_app.urls.guarantees")),
    path("", include("requests_app.urls.changes")),
    path("", include("requests_app.urls.conversations")),
    path("", include("requests_app.urls.legacy")),
    path("", include("requests_app.urls.review")),
    path("", include("requests_app.urls.customers")),
    path("", include("requests_app.urls.grid")),
    path("", include("requests_app.urls.holidays")),
    path("", include("requests_app.urls.holder")),
    path("", include("requests_app.urls.public")),
]

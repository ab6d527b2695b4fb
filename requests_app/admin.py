"""Holidays at /configuracao/: the only table of the case that is edited by hand."""

from django.contrib import admin

from portal.accounts.admin import AdminsOnly
from requests_app.models import Holiday


@admin.register(Holiday)
class HolidayPage(AdminsOnly):
    """Days added to the national calendar; who changed what stays in the table's own history."""

    list_display = ("on", "name", "scope", "place")
    list_filter = ("scope",)
    search_fields = ("name", "place")
    date_hierarchy = "on"

"""The wording of printed sheets as template filters."""

from django import template

from documents.domain import sheet_wording

register = template.Library()
register.filter("day", sheet_wording.day)
register.filter("long_day", sheet_wording.long_day)
register.filter("local_day", sheet_wording.local_day)
register.filter("moment", sheet_wording.moment)
register.filter("clock_time", sheet_wording.clock_time)
register.filter("kilowatts", sheet_wording.kilowatts)
register.filter("file_size", sheet_wording.file_size)

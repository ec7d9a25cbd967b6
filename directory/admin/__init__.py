"""The desk in the browser: Django's own admin, on the directory's paper."""

from django.contrib import admin

from . import appearance, people, publish, record, team

__all__ = ["appearance", "people", "publish", "record", "team"]

admin.site.site_header = "The desk"
admin.site.site_title = "CSIRT Directory"
admin.site.index_title = "Teams and people"
admin.site.enable_nav_sidebar = False

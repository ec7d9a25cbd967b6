"""Sentences of modules that know no language, on pages that have one."""

from django import template

from directory.phrases import said

register = template.Library()
register.filter("said", said)

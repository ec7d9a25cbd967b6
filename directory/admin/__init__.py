"""The desk in the browser: Django's own admin, on the directory's paper."""

from . import appearance, people, publish, record, team

__all__ = ["appearance", "people", "publish", "record", "team"]

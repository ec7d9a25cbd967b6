"""The desk in the browser: Django's own admin, on the directory's paper."""

from . import appearance, audit, outbox, people, publish, record, registrations, rules, team

__all__ = ["appearance", "audit", "outbox", "people", "publish", "record", "registrations", "rules", "team"]

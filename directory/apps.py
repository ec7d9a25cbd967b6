from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "CSIRT Directory"
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        """From here on, what happens to accounts is written into the audit trail. (Importable once all models are.)"""
        super().ready()
        import_module("directory.accounts.trail").connect()


class DeskConfig(SimpleAdminConfig):
    """Django's admin, behind the desk's own gate."""

    default_site = "directory.gate.Desk"

    def ready(self) -> None:
        """Only what is ours stands at the desk: rights over accounts and groups are given in no second place."""
        super().ready()
        import_module("directory.admin")

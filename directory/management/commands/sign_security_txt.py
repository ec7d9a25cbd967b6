from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory import own_key, security_txt


class Command(BaseCommand):
    help = "Signs the site's security.txt (RFC 9116) where it is not signed as it stands today."

    def handle(self, **options: Any) -> None:
        try:
            renewed = security_txt.sign(timezone.now())
        except (own_key.NotSigned, security_txt.NoContact) as error:
            raise CommandError(f"security.txt was not signed. {error}") from error
        done = "security.txt is signed" if renewed else "security.txt was signed before, and holds"
        self.stdout.write(f"{done}: {security_txt.kept_at()}.")

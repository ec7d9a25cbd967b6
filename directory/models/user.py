from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who works at the desk: a maintainer of teams, a reviewer, or an operator of the directory.

    Who may do what is said by `directory.access`: an operator is a superuser, a reviewer is marked so here, and a
    maintainer is whoever a `Maintainer` row names. Django's groups and permissions are not asked.
    """

    email = models.EmailField("e-mail", unique=True)
    is_reviewer = models.BooleanField(
        "reviewer",
        default=False,
        help_text="Looks at what maintainers want to publish, where it needs a second pair of eyes.",
    )
    generation = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Of what a session was begun with: another password or another generation ends it."""
        return f"{super()._get_session_auth_hash(secret)}{self.generation}"  # type: ignore[misc]

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who works at the desk: a maintainer of teams, or an operator of the directory."""

    email = models.EmailField("e-mail", unique=True)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

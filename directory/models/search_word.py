from django.db import models


class SearchWord(models.Model):
    """A folded word that listed teams use, and how many of them: what a typing error is compared with. Derived."""

    word = models.CharField(max_length=24, primary_key=True)
    length = models.PositiveSmallIntegerField(db_index=True)
    teams = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word

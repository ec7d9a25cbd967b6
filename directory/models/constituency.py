"""Whom a team serves (section 3.2): one row a claim."""

from django.db import models

from directory import fields
from directory.vocabularies import COUNTRIES, SECTORS

from .team import Team


class Prefix(models.Model):
    """A network that a team answers for."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="prefixes")
    network = fields.PrefixField(max_length=43, help_text="Such as 192.0.2.0/24 or 2001:db8::/32.")

    class Meta:
        ordering = ["pk"]
        verbose_name = "network"
        constraints = [models.UniqueConstraint(fields=["team", "network"], name="prefix_once_a_team")]

    def __str__(self) -> str:
        return self.network


class ASN(models.Model):
    """An autonomous system that a team answers for."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="asns")
    number = fields.AsnField("AS number", help_text="Such as AS64500.")

    class Meta:
        ordering = ["pk"]
        verbose_name = "AS number"
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="asn_once_a_team"),
            models.CheckConstraint(
                condition=models.Q(number__gt=0, number__lt=2**32 - 1), name="asn_is_assignable"
            ),
        ]

    def __str__(self) -> str:
        return f"AS{self.number}"


class Domain(models.Model):
    """A domain that a team answers for, with all that is below it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="domains")
    name = fields.DomainField(
        max_length=253, help_text="Such as example.org; all names below it are meant too."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="domain_once_a_team")]

    def __str__(self) -> str:
        return self.name


class ServedCountry(models.Model):
    """A country whose people or organisations a team serves."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="served_countries")
    country = fields.CountryField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "served countries"
        constraints = [models.UniqueConstraint(fields=["team", "country"], name="served_country_once_a_team")]

    def __str__(self) -> str:
        return COUNTRIES.name_of(self.country)


class ServedSector(models.Model):
    """A sector (NIS2) that a team serves."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="served_sectors")
    sector = models.CharField(max_length=60, choices=fields.sector_choices)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["team", "sector"], name="served_sector_once_a_team")]

    def __str__(self) -> str:
        return SECTORS.path_of(self.sector)

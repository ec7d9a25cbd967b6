from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from directory import fields


class TeamQuerySet(models.QuerySet["Team"]):
    def held(self, pk: int) -> "Team":
        """The team, with its draft held until the transaction ends: whoever changes it or publishes it waits. It is
        held before the ends of the chains (`chain.locked_head`), everywhere; what merely points to it does not wait."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def with_last_revision(self) -> "TeamQuerySet":
        """With `last_number` and `last_published` of the newest revision, None where there is none."""
        last = (
            apps.get_model("directory", "Revision")
            .objects.filter(team=models.OuterRef("pk"))
            .order_by("-number")
        )
        return self.annotate(
            last_number=models.Subquery(last.values("number")[:1]),
            last_published=models.Subquery(last.values("at")[:1]),
        )


class Team(models.Model):
    """A team as its maintainers see it: the draft. What the public sees is a Revision."""

    slug = models.SlugField(
        "address",
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and single hyphens.")
        ],
        help_text="The team's place on this site: /teams/ADDRESS/. Choose it once; links will point to it for ever.",
    )
    name = fields.NameField(max_length=200, help_text="The official name, as section 2.1 gives it.")
    short_name = fields.NameField(
        max_length=60, blank=True, help_text="How colleagues call the team, if shorter."
    )
    aliases = fields.LinesField(
        help_text="Other names by which the team is known, one a line.", verbose_name="other names"
    )
    former_names = fields.LinesField(
        help_text="Names that the team had before, one a line. They stay findable."
    )
    type = models.CharField(
        max_length=20, blank=True, choices=fields.team_type_choices, help_text="What kind of team this is."
    )
    scopes = fields.LinesField(
        normalise=fields.scope,
        help_text="Whom it stands for, one word a line: national, academic, commercial …",
    )
    constituency_types = fields.LinesField(
        normalise=fields.constituency_type,
        help_text="How those whom it serves are bound to it, one word a line: own-organisation, group, members, "
        "customers, network, product-users, public.",
    )
    incident_types = fields.LinesField(
        normalise=fields.incident_type,
        help_text="What it takes on (section 4.1), as codes of the Reference Security Incident Taxonomy, one a line: "
        "fraud, or fraud.phishing.",
    )
    support_level = models.CharField(
        max_length=20,
        blank=True,
        choices=fields.support_level_choices,
        help_text="How far the team goes for those whom it serves (section 4.1).",
    )
    marks = fields.LinesField(
        normalise=fields.mark,
        help_text="Marks that others let the team bear, one code a line. The directory's operators set them.",
    )
    host_organisation = fields.NameField(
        max_length=200, blank=True, help_text="The organisation that the team is part of (section 3.3)."
    )
    established = models.DateField(null=True, blank=True, help_text="When the team began its work.")
    country = fields.CountryField(blank=True, help_text="Where the team sits.")
    address = fields.LinesField(help_text="The postal address (section 2.2), as on an envelope.")
    timezones = fields.LinesField(
        normalise=fields.timezone,
        verbose_name="time zones",
        help_text="IANA names such as Europe/Oslo, one a line, the main one first (section 2.3).",
    )
    languages = fields.LinesField(
        normalise=fields.language,
        help_text="Languages that the team answers in, as codes: en, fr. One a line.",
    )
    label_schemes = fields.LinesField(
        normalise=fields.label_scheme,
        verbose_name="TLP",
        help_text="The traffic light protocols that the team honours, one a line: TLP 2.0, TLP 1.0, ISTLP 1.1.",
    )
    # Of the document itself
    language = models.CharField(
        "language of the document",
        max_length=8,
        default="en",
        help_text="The language that sections are written in.",
    )
    document_locations = fields.LinesField(
        help_text="Addresses where the document can be found (section 1.3)."
    )
    signature_locations = fields.LinesField(help_text="Addresses of its signatures (section 1.4).")
    distribution = fields.TextField(blank=True, help_text="How readers are told of changes (section 1.2).")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="team_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="team_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/teams/{self.slug}/"

    def clean(self) -> None:
        """An address that is another team's in public, or was, is not given away (SECURITY 41)."""
        others = apps.get_model("directory", "Listing").objects.others_at(self.slug, self.pk)
        if self.slug and others.exists():
            raise ValidationError(
                {
                    "slug": "Links to another team point to this address, now or from before. Choose another one."
                }
            )

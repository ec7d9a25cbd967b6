"""Claims and hours of what was published before there were look-ups: a site that upgrades answers at once."""

from django.db import migrations

from directory.lookup.claims import claims_of


def derive(apps, schema_editor):
    Claim, Content, Listing, LookupState = (
        apps.get_model("directory", name) for name in ("Claim", "RevisionContent", "Listing", "LookupState")
    )
    lengths = set()
    for listing in Listing.objects.all().iterator():
        profile = Content.objects.get(pk=listing.revision_id).profile
        contacts = profile["contacts"]

        def first(*kinds):
            return next((c["value"] or c["text"] for kind in kinds for c in contacts if c["kind"] == kind), "")

        listing.card |= {
            "emergency": first("emergency"),
            "voice": first("voice", "mobile"),
            "hours": profile["hours"],
            "timezone": next(iter(profile["timezones"]), ""),
        }
        listing.save(update_fields=["card"])
        keys = list(claims_of(profile))
        Claim.objects.bulk_create(Claim(listing=listing, key=key) for key in keys)
        lengths |= {key[1] for key in keys if key[:1] == b"n"}
    if lengths:
        LookupState.objects.create(pk=1, claims=bytes(sorted(lengths)))


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_look_up_and_withdrawal")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]

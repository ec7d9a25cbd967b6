"""Accounts of before know their addresses: with allauth, nobody logs in by an address that is not confirmed."""

from django.core.management import call_command
from django.db import migrations
from django.db.models.functions import Lower


def verify_addresses(apps, schema_editor):
    User = apps.get_model("directory", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    known = set(EmailAddress.objects.values_list(Lower("email"), flat=True))
    with_one = set(EmailAddress.objects.values_list("user_id", flat=True))
    for user in User.objects.filter(is_active=True).exclude(email="").order_by("pk").iterator():
        email = user.email.lower()
        if email in known or user.pk in with_one:
            continue
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        known.add(email)


def make_table_of_the_cache(apps, schema_editor):
    """The default of CACHE_URL. It is made in any case, so that a site can come back to it."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_the_desk"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunPython(verify_addresses, migrations.RunPython.noop),
        migrations.RunPython(make_table_of_the_cache, migrations.RunPython.noop),
    ]

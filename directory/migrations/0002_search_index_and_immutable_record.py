"""What no model describes: the full-text index, and the record's refusal to be rewritten.

Rows of the record are never updated, not even by hand in SQL; removing them is found out by the chain.
"""

from django.db import migrations

from directory.search import postgres, sqlite

RECORD = ["revision", "revisioncontent", "notice", "noticecontent"]

SQLITE_TRIGGER = """
CREATE TRIGGER directory_{table}_stays BEFORE UPDATE ON directory_{table}
BEGIN SELECT RAISE(ABORT, 'The public record is never rewritten.'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION directory_record_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'The public record is never rewritten.' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER directory_{table}_stays BEFORE UPDATE ON directory_{table}
FOR EACH ROW EXECUTE FUNCTION directory_record_stays()
"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statements = [*postgres.CREATE, POSTGRES_FUNCTION, *(POSTGRES_TRIGGER.format(table=t) for t in RECORD)]
    else:
        statements = [sqlite.CREATE, *(SQLITE_TRIGGER.format(table=t) for t in RECORD)]
    for statement in statements:
        schema_editor.execute(statement)


def clear(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for table in RECORD:
        schema_editor.execute(f"DROP TRIGGER directory_{table}_stays" + (f" ON directory_{table}" if is_postgres else ""))
    if is_postgres:
        schema_editor.execute("DROP FUNCTION directory_record_stays()")
    schema_editor.execute(postgres.DROP if is_postgres else sqlite.DROP)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_desk_record_and_reading_room")]

    operations = [migrations.RunPython(build, clear)]

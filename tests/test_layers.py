"""Data moves one way, and so do imports: an arrow that runs up fails."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "directory"

# Each layer may import those above it in this list and itself.
LAYERS = [
    ["vocabularies"],
    ["rfc2350"],
    ["openpgp"],
    ["importers"],
    ["prose", "pictures", "colours", "files", "formats"],
    ["texts"],
    ["phrases"],
    ["fields"],
    ["models"],
    ["acting", "access", "chain"],
    ["edition", "one_state", "own_key", "signing_state", "mailing"],
    ["search", "lookup", "serialize", "exports", "figures"],
    ["migrations"],
    ["desk", "lookalikes"],
    ["auditing"],
    ["intake"],
    ["publishing"],
    ["renderings"],
    ["keys"],
    ["signing"],
    ["clear_signed", "proving"],
    ["importing", "team_import"],
    ["key_watch", "accounts"],
    ["key_renewal", "personal"],
    ["samples"],
    [
        "comparing",
        "filters",
        "forms",
        "site",
        "headers",
        "idn",
        "qr",
        "language",
        "whois",
        "security_txt",
        "pasting",
        "weekly",
    ],
    ["selection", "reviewing"],
    ["cards", "choices", "key_health"],
    ["templatetags", "views", "api", "admin", "management"],
    ["agenda"],
    ["home"],
    ["gate"],
    ["urls"],
    ["lobby", "finished", "logs"],
    ["settings", "wsgi", "apps", "checks", "__main__", "terminal", "__init__"],
]
PURE = ["vocabularies", "rfc2350", "openpgp", "importers", "prose", "pictures", "colours", "texts"]
NAMED_AFTER_NOTHING = {"utils", "helpers", "common", "base", "services"}
MODULES = sorted(path for path in ROOT.rglob("*.py"))


def layer(name: str) -> int:
    return next((n for n, names in enumerate(LAYERS) if name in names), -1)


def area(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Dotted names of what a module imports, relative ones made whole."""
    package = ["directory", *path.relative_to(ROOT).parts[:-1]]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [start, node.module]))
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def test_every_part_of_the_house_stands_in_a_layer():
    assert {area(path) for path in MODULES} - {name for names in LAYERS for name in names} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path):
    here = layer(area(path))
    up = {
        name for name in imported(path) if name.startswith("directory.") and layer(name.split(".")[1]) > here
    }
    assert up == set()


@pytest.mark.parametrize(
    "path", [p for p in MODULES if area(p) in PURE], ids=lambda p: str(p.relative_to(ROOT))
)
def test_the_pure_packages_know_no_django(path):
    assert {name for name in imported(path) if name.split(".")[0] in {"django", "django_filters"}} == set()


def test_rfc2350_and_openpgp_know_nothing_of_each_other_or_of_importers():
    for path in MODULES:
        if area(path) == "rfc2350":
            assert not {
                n for n in imported(path) if n.startswith(("directory.openpgp", "directory.importers"))
            }


def test_no_file_is_named_after_nothing():
    assert {path.stem for path in MODULES} & NAMED_AFTER_NOTHING == set()


def test_only_the_door_writes_the_public_side():
    """No other module makes, changes or removes a row of the record or of what is derived from it; migrations
    bring an old site up to date, and an operator's tables note how often they were loaded."""
    public = {
        "Revision",
        "RevisionContent",
        "Notice",
        "NoticeContent",
        "Head",
        "Listing",
        "Identifier",
        "FormerAddress",
        "Kinship",
        "Claim",
        "LookupState",
    }
    verbs = {
        "create",
        "bulk_create",
        "update",
        "bulk_update",
        "delete",
        "get_or_create",
        "update_or_create",
        "save",
    }
    writers = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in verbs
            ):
                chain = {n.id for n in ast.walk(node.func) if isinstance(n, ast.Name)}
                writers |= {(area(path), name) for name in chain & public}
    elsewhere = writers - {("lookup", "LookupState"), ("chain", "Head")}
    assert {writer for writer, _ in elsewhere} - {"migrations"} == {"publishing"}

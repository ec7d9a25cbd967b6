"""Sentences of modules that know no language are said in the language of the page, with their parts unharmed."""

import ast
import re
from ipaddress import ip_address
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from directory import phrases
from directory.lookup import asking, special, targets
from directory.openpgp import words
from directory.phrases import JOINT, PART, TEMPLATES, said
from directory.rfc2350.writers import FORMATS

LOOKUP = Path(__file__).parent.parent / "directory" / "lookup"
PURE = ("answers", "targets", "special", "bulk")
WORDS = re.compile(r"[a-z,.:}”)] [a-z{“(]", re.IGNORECASE)  # two words, or a word and a part


def skeleton(node: ast.expr) -> str:
    """A text of the source with {} for each of its parts."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def texts(module: str) -> set[str]:
    """Every text of a module that reads like words, docstrings apart."""
    tree = ast.parse((LOOKUP / f"{module}.py").read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(p) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for p in node.values}
    found = {
        skeleton(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in docstrings | inside
    }
    return {text for text in found if WORDS.search(text) and '"' not in text}  # JSON has straight quotes


def templates() -> set[str]:
    whole = {PART.sub("{}", template) for template in (*TEMPLATES, JOINT)}
    families = {text.replace(version, "{}") for text in whole for version in ("IPv4", "IPv6")}
    return whole | families


@pytest.mark.parametrize("module", PURE)
def test_every_sentence_of_the_pure_modules_has_a_template(module):
    found = texts(module)
    assert found
    assert found - templates() == set()


def test_a_sentence_without_a_template_would_be_noticed():
    assert "their network {} holds it" in texts("answers")
    assert "their network {} swallows it" not in templates()


def test_kinds_examples_purposes_and_formats_have_templates():
    assert {kind for _key, kind in asking._KINDS} <= set(TEMPLATES)
    assert set(targets.NOUNS.values()) <= set(TEMPLATES)
    kept = [*special._NETWORKS, *special._DOMAINS, *(row[1:] for row in special._ASNS)]
    assert {purpose for _entry, purpose, _source in kept} <= set(TEMPLATES)
    assert {row.name for row in FORMATS.values()} - set(TEMPLATES) == {
        "Markdown",
        "HTML",
        "PDF",
        "Word",
        "JSON",
    }


def test_everything_that_is_said_of_keys_has_a_template():
    assert {sentence for _severity, sentence in words.PROBLEMS.values()} <= set(TEMPLATES)
    assert set(words.REASONS.values()) <= set(TEMPLATES)


def test_a_day_in_a_sentence_is_of_the_language():
    sentence = "This key expires on {}."
    assert said(sentence.format("3 March 2028")) == sentence.format("3 March 2028")
    with override("fr"):
        assert "3 mars 2028" in said(sentence.format("3 March 2028"))
        assert "an unknown day" in said(sentence.format("an unknown day"))


def test_no_template_stands_twice():
    assert len(set(TEMPLATES)) == len(TEMPLATES)


# What is said -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("their network 192.0.2.0/24 holds it", "son réseau 192.0.2.0/24 l’englobe"),
        (
            "AS64500, which announces 192.0.2.0/24, is theirs",
            "AS64500, qui annonce 192.0.2.0/24, lui appartient",
        ),
        ("AS64500 is theirs", "AS64500 lui appartient"),
        ("national team of Norway", "équipe nationale (Norvège)"),
        ("national team of Norway (.no)", "équipe nationale (Norvège, domaine .no)"),
        (
            "their domain kommune.no, and national team of Norway (.no)",
            "son domaine kommune.no, et équipe nationale (Norvège, domaine .no)",
        ),
        (
            "192.0.2.0/24 is kept for documentation (RFC 5737)",
            "192.0.2.0/24 est réservé (documentation, RFC 5737)",
        ),
        (
            "AS64512 to AS65534 are kept for private use (RFC 6996)",
            "AS64512 à AS65534 sont réservés (usage privé, RFC 6996)",
        ),
        ("an IPv6 network", "un réseau IPv6"),
    ],
)
def test_a_sentence_is_said_in_french_with_its_parts(english, french):
    assert said(english) == english
    with override("fr"):
        assert said(english) == french


def test_a_sentence_that_no_template_made_stays_as_it_is():
    with override("fr"):
        assert said("What nobody has foreseen.") == "What nobody has foreseen."
        assert (
            said("AS1 is theirs, and what nobody has foreseen")
            == "AS1 is theirs, and what nobody has foreseen"
        )


def test_every_kind_of_target_is_described_in_french():
    with override("fr"):
        for text in (
            "192.0.2.1",
            "2001:db8::/32",
            "192.0.2.1-192.0.2.7",
            "AS1",
            "a.example",
            "a@b.example",
            "Norway",
        ):
            described = targets.described(asking.read(text))
            assert said(described) != described


def test_everything_special_is_told_in_french():
    with override("fr"):
        kept = [*(row[-1] for row in special._SPANS), *special._NAMES.values(), special.of_asn(64512)]
        assert [str(one) for one in kept if said(one) == str(one)] == []


PART_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).filter(lambda text: JOINT not in text)


@given(st.sampled_from([t for t in phrases.PROBLEMS if PART.search(t)]), st.data())
def test_a_part_comes_back_unharmed_whatever_it_is(template, data):
    parts = {name: data.draw(PART_TEXT, name) for name in PART.findall(template)}
    with override("fr"):
        found = said(template.format(**parts))
    assert all(part in found for part in parts.values())


def refused(text: str) -> str:
    try:
        asking.read(text)
    except targets.NotATarget as error:
        return str(error)
    return ""


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_in_french_with_the_same_text(text):
    with override("fr"):
        refusal = refused(text)
        assert not refusal or said(refusal) != refusal


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**128 - 1))
def test_every_address_that_is_special_is_told(v4, v6):
    with override("fr"):
        for address in (ip_address(v4), ip_address(v6)):
            kept = special.of_span(*[targets.read(str(address)).first] * 2)
            assert kept is None or said(kept) != str(kept)


def test_security_35_what_stands_in_a_sentence_is_escaped_in_french_too(client, db):
    text = client.get("/fr/lookup/", {"q": "a<img src=x>b"}).content.decode()
    assert "« a&lt;img src=x&gt;b » n’est" in text.replace("\u00a0", " ")
    assert "<img src=x" not in text

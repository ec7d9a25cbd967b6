"""Markdown that people wrote: what of it may become HTML."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from directory import prose
from tests import mischief

TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "blockquote", "hr", "a", "code", "pre", "br"}  # fmt: skip
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}, "*": {"dir"}}


def elements(html: str) -> list:
    return [node for node in HTMLParser(html).body.traverse() if node.tag not in ("body", "-comment")]


def assert_harmless(html: str) -> None:
    """By the DOM that a browser makes of it: elements and attributes of the list, links that lead somewhere else."""
    for node in elements(html):
        assert node.tag in TAGS
        assert set(node.attributes) <= ATTRIBUTES.get(node.tag, set()) | ATTRIBUTES["*"]
        if node.tag == "a":
            assert node.attributes["rel"] == "nofollow noopener ugc"
            assert node.attributes["href"].lower().startswith(("https://", "http://", "mailto:", "tel:"))


def test_common_markdown_is_read():
    text = "# Title\n\nSome *words* and **more**, `code`.\n\n1. one\n2. two\n\n- a\n- b\n\n> said\n\n---\n"
    assert prose.to_html(text) == (
        '<h2 dir="auto">Title</h2>\n<p dir="auto">Some <em>words</em> and <strong>more</strong>, <code>code</code>.</p>\n'
        '<ol>\n<li dir="auto">one</li>\n<li dir="auto">two</li>\n</ol>\n'
        '<ul>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>\n'
        '<blockquote dir="auto">\n<p dir="auto">said</p>\n</blockquote>\n<hr />\n'
    )


def test_the_page_keeps_the_first_level_of_headings_for_itself():
    assert [node.tag for node in elements(prose.to_html("# a\n\n## b\n\n###### c"))] == ["h2", "h3", "h6"]


@pytest.mark.parametrize(
    "address",
    ["https://csirts.example/", "HTTPS://csirts.example", "http://csirts.example:8080/a?b=c&d#e", "https://[2001:db8::1]/x",
     "https://csirts.example/a_(b)", "mailto:cert@csirts.example", "mailto:cert@csirts.example?subject=a%20b", "tel:+4755510011"],
)  # fmt: skip
def test_a_link_to_an_absolute_address_is_one(address):
    (link,) = HTMLParser(prose.to_html(f"[there](<{address}>)")).css("a")
    assert link.attributes == {"href": address, "rel": "nofollow noopener ugc"}
    assert link.text() == "there"


def test_an_address_in_another_script_is_a_link_in_ascii():
    assert 'href="https://xn--9ca.example/%C3%BC"' in prose.to_html("[x](https://é.example/ü)")


def test_an_e_mail_address_in_brackets_is_a_link():
    assert 'href="mailto:cert@csirts.example"' in prose.to_html("<cert@csirts.example>")


@pytest.mark.parametrize(
    "form", ["[x]({})", "[x](<{}>)", '[x]({} "title")', "<{}>", "[x][y]\n\n[y]: {}", "[y]\n\n[y]: <{}>", "![x]({})", "[![x]({})](/y)"]
)  # fmt: skip
def test_security_36_no_other_address_is_linked(form):
    for address in mischief.ADDRESSES:
        html = prose.to_html(form.format(address))
        assert_harmless(html)
        if "@" not in address or not form.startswith("<"):  # in brackets it may be an e-mail address
            assert not HTMLParser(html).css("a, img, [href], [src]"), address


@pytest.mark.parametrize(
    "form", ["{}", "a {} b", "# {}", "- {}", "> {}", "**{}**", "`{}`", "```{}\n{}\n```", "    {}", "[{}](https://x.example)",
             '[x](https://x.example "{}")', "[x](https://x.example/{})", "[x]: https://x.example '{}'\n\n[x]", "{}\n===", "<{}>",
             "![{}](https://x.example/{})"]
)  # fmt: skip
def test_security_36_raw_html_stays_text(form):
    for text in (*mischief.SCRIPTS, *mischief.ADDRESSES):
        assert_harmless(prose.to_html(form.replace("{}", text)))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(list("[]()<>!*_`#&;:/\\\"' \n\tajhst.@x=-1~|")), max_size=80))
def test_security_36_whatever_is_typed_is_harmless(text):
    assert_harmless(prose.to_html(text))


def test_pictures_are_not_shown():
    assert not HTMLParser(prose.to_html("![a](https://x.example/a.png)")).css("img")


@pytest.mark.parametrize(
    "unit", ["[", "[a](", "[[a](", "![[", "*a **b ", "*_", "> ", "- ", "`a``", "<a@", "&", "\n", "1. "]
)
def test_a_text_of_the_greatest_size_is_read_in_time(unit):
    text = (unit * prose.MAX_BYTES)[: prose.MAX_BYTES]
    began = time.process_time()
    prose.to_html(text)
    assert time.process_time() - began < 20  # the worst takes a second or two


def test_what_is_longer_is_shown_as_it_is_typed():
    text = "<b>*x*</b>" * prose.MAX_BYTES
    shown = HTMLParser(prose.to_html(text)).body
    assert [node.tag for node in shown.traverse() if node.tag != "body"] == ["pre"]
    assert shown.text().strip() == text


@settings(deadline=None)
@given(st.text(max_size=60))
def test_escaped_text_shows_itself_and_nothing_else(text):
    words = " ".join(text.replace("\x00", "").split())
    html = prose.to_html(f"a {prose.escaped(words)}")
    assert [node.tag for node in elements(html)] == ["p"]
    assert HTMLParser(html).body.text().strip() == f"a {words}".strip()

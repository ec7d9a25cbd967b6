"""The layer before Django: it answers what Django answered, to those alone to whom Django would say the same."""

import gzip

import pytest
from django.http import StreamingHttpResponse

from directory import edition as editions
from directory.finished.layer import FinishedPages, accepts_gzip
from tests.finished import ETAG, Maker, ask


class Editions:
    """What the layer is told, in place of the database."""

    def __init__(self) -> None:
        self.now, self.known = "first", True

    def current(self, at):
        if not self.known:
            raise editions.Unknown
        return self.now


@pytest.fixture
def edition(monkeypatch):
    told = Editions()
    monkeypatch.setattr(editions, "current", told.current)
    monkeypatch.setattr(editions, "confirmed", told.current)
    return told


@pytest.fixture
def maker():
    return Maker()


@pytest.fixture
def layer(edition, maker):
    return FinishedPages(maker)


# What is kept ------------------------------------------------------------------------------------------


def test_a_page_is_made_once_and_answered_many_times(layer, maker):
    first = ask(layer, "/teams/")
    assert [ask(layer, "/teams/") for _ in range(3)] == [first] * 3
    assert first.body.startswith(b"page 1 of /teams/")
    assert (maker.made, maker.closed) == (1, 1)


def test_another_path_or_query_string_is_another_page_and_nothing_is_put_in_order(layer, maker):
    addresses = [
        "/",
        "/?",
        "/teams/",
        "/teams/?a=1&b=2",
        "/teams/?b=2&a=1",
        "/teams/?a=1&b=2&",
        "/teams/?A=1&b=2",
        "/fr/teams/",
    ]
    bodies = {address: ask(layer, address).body for address in addresses}
    assert len(set(bodies.values())) == maker.made == len(addresses) - 1  # "/" and "/?" are one
    assert bodies == {address: ask(layer, address).body for address in addresses}


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "public, no-store"},
        {"Cache-Control": "public, no-cache"},
        {"Cache-Control": "max-age=60"},
        {"Cache-Control": ""},
        {"Set-Cookie": "a=b"},
        {"Vary": "Cookie"},
        {"Vary": "Accept-Encoding, Accept-Language"},
        {"Vary": "*"},
        {"ETag": ""},
        {"ETag": f"W/{ETAG}"},
        {"Content-Encoding": "gzip"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_for_all_is_made_for_each(layer, maker, headers):
    maker.headers = headers
    answers = [ask(layer), ask(layer)]
    assert maker.made == maker.closed == 2
    assert [answer.body[:6] for answer in answers] == [b"page 1", b"page 2"]
    assert "gzip" not in answers[0].headers.get("Content-Encoding", "") or headers.get("Content-Encoding")


@pytest.mark.parametrize("status", [201, 206, 301, 400, 404, 410, 500, 503])
def test_only_what_was_found_is_kept(layer, maker, status):
    maker.status = status
    assert [ask(layer).status for _ in range(2)] == [status] * 2
    assert maker.made == 2


@pytest.mark.django_db  # Django closes old connections after each answer
def test_an_answer_that_comes_in_pieces_is_handed_on_untouched(edition):
    def streams(environ, start_response):
        answer = StreamingHttpResponse(iter([b"a", b"b"]))
        start_response("200 OK", [("Cache-Control", "public"), ("ETag", ETAG)])
        return answer

    layer = FinishedPages(streams)
    assert [ask(layer).body for _ in range(2)] == [b"ab"] * 2


def test_a_page_that_is_too_large_is_not_kept(layer, maker, settings):
    maker.size = settings.LARGEST_FINISHED_PAGE_BYTES + 1
    assert ask(layer).body != ask(layer).body


def test_a_page_with_a_long_address_is_not_kept(layer, maker, settings):
    longest = "/?" + "q" * (settings.FINISHED_KEY_CHARACTERS - 1)
    assert ask(layer, longest) == ask(layer, longest)
    assert ask(layer, f"{longest}q") != ask(layer, f"{longest}q")


def test_without_memory_for_them_no_page_is_kept_or_compressed(settings, edition, maker):
    settings.FINISHED_PAGES_BYTES = 0
    layer = FinishedPages(maker)
    assert "Content-Encoding" not in ask(layer, ACCEPT_ENCODING="gzip").headers
    assert "Vary" not in ask(layer).headers
    assert maker.made == 2


# To whom it is answered ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "visit",
    [
        {"COOKIE": "session=abc"},
        {"COOKIE": "theme=dark; session=abc"},
        {"COOKIE": "session =abc"},
        {"AUTHORIZATION": "Basic YTpi"},
        {"HX_REQUEST": "true"},
        {"IF_MATCH": '"other"'},
        {"IF_UNMODIFIED_SINCE": "Mon, 02 Mar 2026 09:30:00 GMT"},
        {"TRANSFER_ENCODING": "chunked"},
        {"HOST": "evil.example"},
        {"HOST": "localhost.evil.example"},
        {"HOST": "localhost:8001"},
        {"HOST": "LOCALHOST"},
        {"HOST": ""},
        {"body": b"q=1"},
        {"method": "POST"},
        {"method": "OPTIONS"},
    ],
    ids=str,
)
def test_whoever_may_be_answered_differently_is_answered_by_django(layer, maker, visit):
    ask(layer)
    ask(layer, **visit)
    assert maker.made == 2
    ask(layer)
    assert maker.made == 2, "and what Django answered them is kept for nobody"


def test_a_cookie_that_is_not_the_session_s_makes_no_difference(layer, maker):
    assert ask(layer) == ask(layer, COOKIE="theme=dark")
    assert maker.made == 1


def test_a_site_on_https_answers_no_one_who_came_otherwise(settings, edition, maker):
    settings.HTTPS, settings.SITE_URL = True, "https://csirts.example"
    settings.ALLOWED_HOSTS, settings.SESSION_COOKIE_NAME = ["csirts.example"], "__Host-session"
    layer = FinishedPages(maker)
    come = {"HOST": "csirts.example", "X_FORWARDED_PROTO": "https"}
    assert ask(layer, **come) == ask(layer, **come)
    assert maker.made == 1
    for other in ({"X_FORWARDED_PROTO": "http"}, {"X_FORWARDED_PROTO": "https, http"}, {"HOST": "localhost"}):
        ask(layer, **{**come, **other})
    ask(layer, HOST="csirts.example")
    ask(layer, **come, COOKIE="__Host-session=abc")
    assert maker.made == 6


def test_pages_of_two_names_of_the_site_are_two_pages(layer, maker):
    assert ask(layer, HOST="localhost").body != ask(layer, HOST="127.0.0.1").body


# How it is answered --------------------------------------------------------------------------------------


def test_a_head_is_what_stands_above_the_page(layer, maker):
    page = ask(layer)
    assert ask(layer, method="HEAD") == type(page)(200, page.headers, b"")
    assert maker.made == 1


def test_a_head_that_comes_first_is_django_s_and_is_not_kept(layer, maker):
    ask(layer, method="HEAD")
    assert maker.seen["REQUEST_METHOD"] == "HEAD"
    assert ask(layer).body.startswith(b"page 2")


@pytest.mark.parametrize(
    "tags", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', f'W/"other",W/{ETAG} , "more"', "*", " * "]
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_security_54_who_has_the_page_is_told_so(layer, tags, method):
    page = ask(layer)
    known = ask(layer, IF_NONE_MATCH=tags, method=method)
    assert (known.status, known.body) == (304, b"")
    of_the_body = {"Content-Type", "Content-Length"}
    assert known.headers == {name: value for name, value in page.headers.items() if name not in of_the_body}


@pytest.mark.parametrize("tags", ['"other"', ETAG.strip('"'), ETAG[:-1], "", '"0123456789ABCDEF"'])
def test_who_has_another_page_gets_this_one(layer, tags):
    assert ask(layer, IF_NONE_MATCH=tags) == ask(layer)


def test_the_date_of_a_page_counts_where_no_tag_is_sent(layer, maker):
    date = "Mon, 02 Mar 2026 09:30:00 GMT"
    maker.headers = {"Last-Modified": date}
    page = ask(layer)
    assert ask(layer, IF_MODIFIED_SINCE=date).status == 304
    assert ask(layer, IF_MODIFIED_SINCE=date, IF_NONE_MATCH='"other"') == page
    assert ask(layer, IF_MODIFIED_SINCE="Mon, 02 Mar 2026 09:29:59 GMT") == page


def test_who_has_the_page_before_it_is_kept_makes_it_be_kept(layer, maker):
    assert ask(layer, IF_NONE_MATCH=ETAG, IF_MODIFIED_SINCE="Mon, 02 Mar 2026 09:30:00 GMT").status == 304
    assert "HTTP_IF_NONE_MATCH" not in maker.seen
    assert "HTTP_IF_MODIFIED_SINCE" not in maker.seen
    assert ask(layer).body.startswith(b"page 1")


def test_conditions_on_what_is_not_kept_are_answered_by_django(layer, maker):
    maker.headers = {"Cache-Control": "no-cache"}
    assert ask(layer, IF_NONE_MATCH=ETAG).status == 200
    assert maker.seen["HTTP_IF_NONE_MATCH"] == ETAG
    assert (maker.made, maker.closed) == (2, 2)
    maker.headers["ETag"] = ""
    ask(layer, IF_NONE_MATCH=ETAG)
    assert maker.made == 3, "without a tag or date there is nothing to compare with"


def test_the_compressed_page_is_the_page_under_a_tag_of_its_own(layer, maker):
    plain, zipped = ask(layer), ask(layer, ACCEPT_ENCODING="gzip, deflate, br")
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["Content-Length"] == str(len(zipped.body))
    own = {"Content-Encoding": "gzip", "ETag": f'{ETAG[:-1]}-gzip"', "Content-Length": str(len(zipped.body))}
    assert zipped.headers == {**plain.headers, **own}
    assert maker.made == 1
    assert ask(layer, ACCEPT_ENCODING="gzip", IF_NONE_MATCH=zipped.headers["ETag"]).status == 304
    assert ask(layer, ACCEPT_ENCODING="gzip", IF_NONE_MATCH=ETAG).status == 200
    assert ask(layer, IF_NONE_MATCH=zipped.headers["ETag"]).status == 200


def test_a_page_is_compressed_once(layer, monkeypatch):
    ask(layer, ACCEPT_ENCODING="gzip")
    monkeypatch.setattr(gzip, "compress", None)
    assert ask(layer, ACCEPT_ENCODING="gzip").headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("image/png", 2_000),
        ("application/pdf", 2_000),
        ("application/vnd.sqlite3", 2_000),
        ("text/html", 200),
    ],
)
def test_what_gains_nothing_is_not_compressed(layer, maker, kind, size):
    maker.headers, maker.size = {"Content-Type": kind}, size
    assert "Content-Encoding" not in ask(layer, ACCEPT_ENCODING="gzip").headers
    assert ask(layer, ACCEPT_ENCODING="gzip") == ask(layer)


@pytest.mark.parametrize("kind", ["text/csv", "application/json", "application/schema+json", "image/svg+xml"])
def test_text_of_every_kind_is_compressed(layer, maker, kind):
    maker.headers = {"Content-Type": f"{kind}; charset=utf-8"}
    assert ask(layer, ACCEPT_ENCODING="gzip").headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "accepted", ["gzip", "br, gzip;q=0.5", "x-gzip", "gzip;q=0.001", "deflate,gzip ; q=1"]
)
def test_gzip_is_sent_to_who_accepts_it(accepted):
    assert accepts_gzip(accepted)


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "br, gzip; q=0.000", "GZIP", "*", "nogzip;q=0.5"])
def test_gzip_is_sent_to_no_one_else(accepted):
    assert not accepts_gzip(accepted)


def test_caches_are_told_that_there_are_two_forms(layer, maker):
    assert ask(layer).headers["Vary"] == "Accept-Encoding"
    maker.headers = {"Vary": "HX-Request"}
    assert ask(layer, "/search").headers["Vary"] == "HX-Request, Accept-Encoding"
    maker.headers = {"Vary": "accept-encoding"}
    assert ask(layer, "/other").headers["Vary"] == "accept-encoding"


def test_a_server_that_adds_to_the_headers_adds_to_its_own(layer):
    def adds(status, headers):
        headers.append(("Date", "today"))

    for _ in range(2):
        layer({"REQUEST_METHOD": "GET", "HTTP_HOST": "localhost:8000", "PATH_INFO": "/"}, adds)
    assert "Date" not in ask(layer).headers


# For how long --------------------------------------------------------------------------------------------


def test_with_another_edition_every_page_is_made_anew(layer, edition):
    before = ask(layer), ask(layer, "/teams/")
    edition.now = "second"
    after = ask(layer), ask(layer, "/teams/")
    assert {page.body for page in before}.isdisjoint(page.body for page in after)
    assert ask(layer) == after[0]


def test_a_page_that_was_made_while_something_was_published_is_kept_under_no_edition(layer, edition, maker):
    def publishes():
        edition.now = "second"

    maker.meanwhile = publishes
    assert ask(layer).body.startswith(b"page 1")
    maker.meanwhile = lambda: None
    assert ask(layer).body.startswith(b"page 2")
    edition.now = "first"
    assert ask(layer).body.startswith(b"page 3")


def test_without_an_edition_django_answers_and_nothing_is_kept(layer, edition, maker):
    edition.known = False
    assert ask(layer) != ask(layer)
    edition.known = True
    maker.meanwhile = lambda: setattr(edition, "known", False)
    ask(layer, "/teams/")
    edition.known, maker.meanwhile = True, lambda: None
    assert ask(layer, "/teams/").body.startswith(b"page 4")


def test_what_django_raises_is_raised_and_nothing_is_kept(edition, maker):
    def fails():
        raise ValueError

    layer = FinishedPages(maker)
    maker.meanwhile = fails
    with pytest.raises(ValueError):  # noqa: PT011
        ask(layer)
    maker.meanwhile = lambda: None
    assert ask(layer).body.startswith(b"page 2")


def test_the_clock_that_is_passed_in_is_the_one_that_is_asked(maker, monkeypatch):
    asked = []
    monkeypatch.setattr(editions, "current", lambda at: asked.append(at))
    monkeypatch.setattr(editions, "confirmed", lambda at: asked.append(at))
    ask(FinishedPages(maker, clock=lambda: 12.5))
    assert asked == [12.5, 12.5]

"""What one process publishes is at once what another answers, from memory or not."""

import http.client
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from bench.shapes import DOCUMENT

from .conftest import PATIENCE, ROOT


def ask(server, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def kept(headers: dict[str, str]) -> bool:
    """Only the layer before Django says that there are two forms."""
    return headers.get("vary") == "Accept-Encoding"


def test_a_page_in_memory_shows_at_once_what_another_process_publishes(server, environment, tmp_path):
    _, headers, before = ask(server, "/teams/")
    assert kept(headers)
    assert ask(server, "/teams/", **{"If-None-Match": headers["etag"]})[0] == 304
    (tmp_path / "heath.txt").write_text(DOCUMENT)
    publish = [sys.executable, "manage.py", "import_rfc2350", "--publish", str(tmp_path / "heath.txt")]
    subprocess.run(publish, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
    _, headers, after = ask(server, "/teams/")
    assert kept(headers)
    assert after != before
    assert ask(server, "/teams/cert-heath/")[0] == 200


def test_many_at_once_are_all_answered_the_same(server):
    with ThreadPoolExecutor(16) as visitors:
        answers = list(visitors.map(lambda _: ask(server, "/robots.txt"), range(200)))
    assert {status for status, _, _ in answers} == {200}
    assert len({text for _, _, text in answers}) == 1

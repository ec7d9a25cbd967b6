"""What the site is compared with: nginx, which serves a page of ours as a file, and Datasette on the same teams."""

from __future__ import annotations

import http.client
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.serving import free_port, running

# What nginx says by itself.
ITS_OWN = {"content-type", "content-length", "date", "server", "connection", "last-modified"}
# One process that serves files from memory: the most that it can do.
_NGINX = """{user}daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; server_tokens off;
  open_file_cache max=100 inactive=1h; open_file_cache_valid 1h; etag off; max_ranges 0; types {{ }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port} backlog=511; root {folder};
{locations}  }}
}}
"""
_LOCATION = """    location = {path} {{ default_type "{kind}"; try_files {file} =404;
{headers}    }}
"""

_TEAMS = """
ATTACH '{site}' AS site;
CREATE TABLE team (id INTEGER PRIMARY KEY, slug TEXT, name TEXT, country TEXT, type TEXT, sector TEXT, email TEXT,
                   phone TEXT, body TEXT);
INSERT INTO team SELECT l.team_id, l.slug, l.name, l.country, l.type,
    json_extract(c.profile, '$.constituency.sectors[0].code'), json_extract(l.card, '$.email'),
    json_extract(l.card, '$.phone'), CAST(c.text AS TEXT)
  FROM site.directory_listing l JOIN site.directory_revisioncontent c ON c.revision_id = l.revision_id;
CREATE INDEX team_country ON team (country);
CREATE INDEX team_type ON team (type);
CREATE INDEX team_sector ON team (sector);
CREATE VIRTUAL TABLE team_fts USING fts5 (name, body, content='team', content_rowid='id');
INSERT INTO team_fts (rowid, name, body) SELECT id, name, body FROM team;
ANALYZE;
"""
# As `datasette serve --immutable` does, but without a line of log for each answer.
_SERVE = """
import sys, uvicorn
from datasette.app import Datasette
site = Datasette([], immutables=[sys.argv[1]], settings={"suggest_facets": False})
uvicorn.run(site.app(), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", lifespan="on")
"""
DATABASE = "teams"
_SHOWN = [("_size", "25"), *(("_col", name) for name in ("name", "country", "type", "sector", "email", "phone")),
          *(("_facet", name) for name in ("country", "type", "sector"))]  # fmt: skip


# nginx ------------------------------------------------------------------------------------------------


def nginx_version() -> str | None:
    """None where it is not installed."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        return None
    return (
        subprocess.run([program, "-v"], capture_output=True, text=True, check=True)
        .stderr.partition("/")[2]
        .strip()
    )


@contextmanager
def nginx(folder: Path, port_of_ours: int, paths: Sequence[str], *, core: int) -> Iterator[int]:
    """Serves what the site answers at these paths, with the same headers; its port."""
    folder.mkdir()
    locations = []
    for number, path in enumerate(paths):
        headers, body = answer(port_of_ours, path)
        (folder / f"page-{number}").write_bytes(body)
        said = [f'      add_header {name} "{_escaped(value)}";\n' for name, value in headers.items()
                if name.lower() not in ITS_OWN]  # fmt: skip
        kind = next(value for name, value in headers.items() if name.lower() == "content-type")
        locations.append(
            _LOCATION.format(path=path, kind=kind, file=f"/page-{number}", headers="".join(said))
        )
    port = free_port()
    user = "user root;\n" if os.getuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(user=user, folder=folder, port=port, locations="".join(locations)))
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"
    with running([program, "-p", str(folder), "-c", str(config)], port, os.environ, core=core):
        for path in paths:
            _assert_same(answer(port_of_ours, path), answer(port, path), path)
        yield port


def answer(port: int, path: str, sent: Mapping[str, str] | None = None) -> tuple[dict[str, str], bytes]:
    """Headers and body. Raises RuntimeError where the status is neither 200 nor 304."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Host": "localhost", **(sent or {})})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status not in {http.HTTPStatus.OK, http.HTTPStatus.NOT_MODIFIED}:
        raise RuntimeError(f"{path} was answered {response.status}.")
    return dict(response.getheaders()), body


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _assert_same(ours: tuple[dict[str, str], bytes], theirs: tuple[dict[str, str], bytes], path: str) -> None:
    said = [
        {
            name.lower(): value
            for name, value in headers.items()
            if name.lower() not in ITS_OWN - {"content-type"}
        }
        for headers, _ in (ours, theirs)
    ]
    if said[0] != said[1] or ours[1] != theirs[1]:
        raise RuntimeError(f"nginx does not serve {path} as the site does: {said}")


# Datasette --------------------------------------------------------------------------------------------


def datasette_version(program: str | None) -> str | None:
    """None where there is none."""
    if program is None or shutil.which(program) is None:
        return None
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return told.rpartition(" ")[2].strip()


@contextmanager
def datasette(program: str, site: Path, folder: Path, *, core: int) -> Iterator[int]:
    """Serves the teams of the site in this folder: one table with its columns indexed and its text searched, never
    written to, and without the suggestions of further facets, which it would work out for each page. `program` stands
    beside the Python that it is installed for."""
    folder.mkdir()
    store = folder / f"{DATABASE}.db"
    connection = sqlite3.connect(store)
    connection.executescript(_TEAMS.format(site=site / "directory.sqlite3"))
    connection.close()
    port = free_port()
    python = Path(program).resolve().with_name("python")
    serve = [str(python), "-c", _SERVE, str(store), str(port)]
    with running(serve, port, {**os.environ, "HOME": str(folder)}, core=core):
        yield port


def datasette_path(word: str = "", chosen: Mapping[str, str] | None = None, *, after: int = 0) -> str:
    asked = [*_SHOWN, *(chosen or {}).items()]
    if word:
        asked.append(("_search", word))
    if after:
        asked.append(("_next", str(after)))
    return f"/{DATABASE}/team?{urlencode(asked)}"

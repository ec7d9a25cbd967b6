"""The least that the server can do with a page: an application that knows nothing but its bytes and headers.

`CONSTANT` names a file of JSON: {"headers": [[name, value]], "body": text}.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

_page = json.loads(Path(os.environ["CONSTANT"]).read_text(encoding="utf-8"))
HEADERS = [(name, value) for name, value in _page["headers"]]
BODY = _page["body"].encode()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", HEADERS.copy())
    return [BODY]

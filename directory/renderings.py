"""A revision's document in every format, as bytes.

The text in the team's own layout is the published bytes themselves. What is costly to make is made once a
release, by a process of its own, and kept; it goes when the revision is redacted.
"""

import os
import subprocess
import sys

from django.conf import settings
from django.utils.translation import gettext

from directory.models import Rendering, Revision
from directory.rfc2350.document import Document
from directory.rfc2350.to_text import Layout
from directory.rfc2350.writers import FORMATS, write

SECONDS = 30


class NotRendered(Exception):
    """The format could not be made this time; the message is a sentence."""


def rendering(revision: Revision, suffix: str, layout: Layout = "team") -> bytes:
    """The bytes of `revision`, which has its content, in a format of `FORMATS`. Raises NotRendered."""
    if suffix == "txt" and layout == "team":
        return bytes(revision.content.text)
    if not FORMATS[suffix].costly:
        document = Document.from_dict(revision.content.document)
        return write(document, suffix, layout, made_on=revision.at.date())
    wanted = {"revision": revision, "suffix": suffix, "layout": layout, "release": settings.VERSION}
    kept = Rendering.objects.filter(**wanted).first()
    if kept is None:
        content = _made_apart(revision, suffix, layout)
        kept, _ = Rendering.objects.get_or_create(**wanted, defaults={"content": content})
    return bytes(kept.content)


def _made_apart(revision: Revision, suffix: str, layout: Layout) -> bytes:
    """What the document tool makes of the published text. The server never loads the libraries for it, and a
    document that they choke on ends a process that nobody waits for."""
    command = [sys.executable, "-m", "directory", "render", "--to", suffix, "--layout", layout]
    command += ["--made-on", revision.at.date().isoformat(), "-"]
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module; the text goes in by a pipe
            command,
            input=bytes(revision.content.text),
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={"PYTHONUTF8": "1", "PATH": os.defpath, "HOME": str(settings.DATA_DIR)},
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        sentence = gettext("The %(format)s of this document could not be made.")
        raise NotRendered(sentence % {"format": FORMATS[suffix].name}) from error
    return done.stdout

"""Characters that no line may hold, and those that only look like others."""

from __future__ import annotations

import re
import unicodedata

#: Spaces of every width, to the one that is typed; and ligatures, to the letters that they are.
_SAME = {
    ord(c): " "
    for c in "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
}
_SAME |= {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
#: The bullets of Symbol and Wingdings, which come as private characters.
_SAME |= {0xF000 + code: "•" for code in (0xB7, 0xA7, 0x6E, 0x71, 0x76, 0xD8, 0xFC, 0xA8)}
#: Invisible: zero-width marks, soft hyphens, direction overrides.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069"
_GONE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_INVISIBLE}\ud800-\udfff\ufffe\uffff]")
_SOFT_HYPHEN = "\u00ad"
_TAG = re.compile(
    r"<!--[^<>]*-->|</?(?:a|abbr|address|article|aside|b|blockquote|br|caption|center|code|col|dd|details|div|dl|dt|em"
    r"|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|kbd|li|main|nav|ol|p|pre|s|section|small|span|strong|su[bp]"
    r"|summary|table|tbody|td|tfoot|th|thead|tr|tt|u|ul)(?:[ \t\n][^<>]*)?/?>",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """One line's text: no control and no invisible characters, no trailing spaces, plain spaces.

    A soft hyphen at the end is kept: there it is a broken word.
    """
    text = text.replace("\n", " ").translate(_SAME).rstrip()
    broken = text.endswith(_SOFT_HYPHEN)
    return _GONE.sub("", text) + (_SOFT_HYPHEN if broken else "")


def without_markup(text: str) -> str:
    """A piece of HTML without its tags and comments; what only looks like a tag ("<name>") stays."""
    return _TAG.sub("", text)

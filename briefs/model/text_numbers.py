"""The numbers in a text that was read back from a file, to compare two readings of it.

A number is a run of digits with single signs between them: ``10,000``, ``2025-08-01``, ``1:2``,
``50 000`` with a no-break space. What looks the same is read as the same: every dash as a hyphen,
every apostrophe, every no-break space as the plain one. A decimal digit of any script is a digit.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d+(?:[.,:/' -]\d+)*")
_NO_BREAK = "\u00a0\u2007\u2009\u200a\u202f"
_PLAIN_SPACE = "\n"
_SAME = str.maketrans(
    {
        **dict.fromkeys(" \t\r\v\f", _PLAIN_SPACE),
        **dict.fromkeys(_NO_BREAK, " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufffe\x02", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
"""Plain spaces as line breaks, no-break ones as spaces, PDFium's broken hyphens as hyphens."""


def numbers_in(text: str) -> tuple[str, ...]:
    """Every number in a text, sorted as text; one that stands there twice is there twice."""
    return tuple(sorted(_NUMBER.findall(text.translate(_SAME))))

"""Finds what an author may not type: addresses, telephone numbers, and placeholders.

Only what they look like is told here; what follows from it, in :mod:`briefs.check.contacts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from briefs.check.text_places import blanked, term_pattern
from briefs.model.codes import Code
from briefs.model.topic import Term


class Stray(NamedTuple):
    """A part of a text that is an address, or stands in the place of something.

    Attributes:
        start: The number of its first character from 0.
        words: The part.
        code: What it is: ``address-unverified`` or ``placeholder``.
    """

    start: int
    words: str
    code: Code


def addresses_in(text: str, terms: Iterable[Term] = ()) -> list[Stray]:
    """The addresses, telephone numbers and placeholders of a text, in its order.

    Args:
        text: Text, Markdown or HTML.
        terms: Names that only look like one, such as a declared 911.
    """
    lowered = text.lower()
    clues = [clue for clue in _CLUES if clue in lowered]
    if not clues and not _DIGIT.search(text):
        return []
    left = blanked(term_pattern(terms), text)
    if "http" in lowered:
        left = blanked(_WEB_ADDRESS, left)
    found: list[Stray] = []
    for code, pattern, has_clue in (
        (Code.PLACEHOLDER, _STAND_IN, bool(clues)),
        (Code.ADDRESS_UNVERIFIED, _MAIL, any(clue in _CLUES_OF_MAIL for clue in clues)),
        (Code.ADDRESS_UNVERIFIED, _TELEPHONE, _DIGIT.search(left) is not None),
    ):
        if has_clue:
            matches = list(pattern.finditer(left))
            parts = [match.lastgroup or 0 for match in matches]
            found += [
                Stray(match.start(part), match[part], code)
                for match, part in zip(matches, parts, strict=True)
            ]
            left = blanked(pattern, left) if matches else left
    return sorted(found)


def placeholder_in(text: str) -> str | None:
    """The first words of a text that stand in the place of something, or None."""
    match = _STAND_IN.search(text)
    return match[0] if match else None


def is_telephone_number(text: str) -> bool:
    """Whether a text has the form of a telephone number and holds nothing else."""
    return _ONLY_A_NUMBER.fullmatch(text) is not None


_DIGIT = re.compile(r"\d")
_CLUES_OF_MAIL = ("@", "(at", "[at", "{at", "( at", "[ at", "{ at", "mailto:")
_CLUES = (
    *(*_CLUES_OF_MAIL, "[", "protected", "n/a", "n/d", "tba", "tbc", "tbd", "xxx"),
    *("lorem", "click or", "haga clic"),
)
"""Without one of these and without a digit, a text is not worth a closer look."""

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+", re.I)

_SEP = r"[\s.\-‐‑‒–/·\u00ad\u200b\u2060]"
"""What stands between the groups of a telephone number; some of it cannot be seen."""

_STAND_IN = re.compile(
    rf"""
    \[\s*e-?mail\s+protected\s*\]?
  | (?<!\w)e-?mail\s+protected(?!\w)
  | \[\s*(?:e-?mail|insert|inserte|enter|your|escriba)(?!\w)[^\]\n]{{0,80}}\](?![(\[])
  | (?<![\w.+@-])(?:example|e-?mail|your[._-]?(?:name|e-?mail)|name|xxx+)@[\w.-]*\w
  | (?<![\w/])n/[ad](?![\w/])
  | (?<!\w)(?-i:TB[ACD])(?!\w)
  | (?<!\w)(?:\d{{3}}{_SEP})?\(?x{{3,}}\)?(?:{_SEP}(?:\d{{3,4}}|x{{3,4}}))*(?!\w)
  | (?<!\w)lorem\s+ipsum(?!\w)
  | (?<!\w)(?:click\ or\s+tap|haga\ clic\s+o\s+pulse)(?:\s+(?:here|aqu[ií]))?(?!\w)
""",
    re.I | re.X,
)

_MAIL = re.compile(
    r"""
    (?<![\w.+-])(?:mailto:\s*)?[\w.+-]++@[\w-]+(?:\.[\w-]+)+
  | (?<!\w)@[\w-]+(?:\.[\w-]+)+
  | (?<![\w.+-])[\w.+-]++\s?[\[({]\s?at\s?[\])}]\s?[\w-]+
    (?:(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)[\w-]+)*
  | mailto:[^\s<>"')\]]+
""",
    re.I | re.X,
)

_EXTENSION = r"(?:\s?,?\s?(?:ext(?:ension|\.)?|x)\s?\d{1,6}(?!\w))?"
_STARTS = r"(?<!\w)(?<!\d[.,])"
_ENDS = r"(?!\w|[.,]\d)"
_MORE_DIGITS = rf"(?:[()]?{_SEP}{{0,3}}[()]?\d)"

_TELEPHONE = re.compile(
    rf"""
    (?<!\w)(?:tel|sms|callto):[+\d(][\d().\-]*\d
  | (?<!\w)\+\(?\d{_MORE_DIGITS}{{6,16}}{_EXTENSION}(?!\w)                    # +49 30 901820
  | {_STARTS}(?:1{_SEP}{{0,3}})?(?:\(\s?\d{{3}}\s?\)|\d{{3}})                 # (202) 555-0143
    {_SEP}{{0,3}}\d{{3}}{_SEP}{{0,3}}\d{{4}}{_EXTENSION}{_ENDS}
  | {_STARTS}(?!\d\d[./\-]\d\d[./\-]\d{{4}})\(?0\d                            # (030) 901820
    {_MORE_DIGITS}{{5,13}}{_EXTENSION}{_ENDS}
  | (?<!\w)(?:\+?1[\s.\-]|(?=\(?8(?:00|33|44|55|66|77|88)[).\-]))\(?\d{{3}}\)?[\s.\-]?
    (?=[\d.\-]*[a-z](?:[.\-]?[a-z\d]){{2}})[a-z\d](?:[.\-]?[a-z\d]){{6,}}(?!\w) # 1-800-FLOWERS
  | (?-i:(?<!\w)1\s\d{{3}}\s(?=[\d\s]*[A-Z]{{3}})[A-Z\d](?:\s?[A-Z\d]){{6,}}(?!\w))
  | (?<![\w$€£.,\-])911(?![\w%]|[.,\-]\d)
  | (?<!\w)(?:call|dial|phone|telephone|tel|fax|hotline|llam[ea]r?|marque|tel[eé]fono)(?!\w)
    [^\w\n]{{1,4}}(?:(?:al|at|the|us)\s){{0,2}}(?P<dialled>\d{{3}}[.\-]\d{{4}}|[2-8]11|988|112|999)(?![\w%]|[.,\-]\d)
  | (?<!\w)(?:text|sms|env[ií]e)\s(?:\w+\s){{0,3}}?(?P<texted>\d{{5,6}})(?!\w|[.,\-]\d)
""",
    re.I | re.X,
)

_ONLY_A_NUMBER = re.compile(rf"\+?(?:[\d()]|{_SEP})*\d{_EXTENSION}", re.I)

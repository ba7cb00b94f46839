"""The number rule: every number on the page is a fact's, in digits or in words.

What an author typed is judged where it was typed; the composed page is judged once more, so that
nothing slips through on another way. Names that hold digits or number words are declared as terms
in the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from briefs.check.number_words import (
    SPLIT,
    Language,
    Span,
    find_words,
    language_of,
    may_hold_words,
    merged,
    without_accents,
)
from briefs.check.stray_addresses import addresses_in
from briefs.check.text_places import term_pattern, within
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.template import Literal
from briefs.model.topic import Term

_UNSEEN = "\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff"
"""Soft hyphens, joiners and accents that follow their letter: they part no number."""
_BLANK = "\ue011"
"""Stands in a prepared text for what no reader sees, such as a tag within a line."""

_DIGIT = re.compile(r"\d")
_NOT_SEEN = re.compile(f"[{_UNSEEN}{_BLANK}]")
_NOT_SAID = re.compile(rf"[*_{_UNSEEN}{_BLANK}]|<[^>]*>")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_DIGITS = re.compile(r"[$€£¥₹]?\d(?:[\d.,'’\u00a0\u2009\u202f]*\d)?")
_PERCENT = re.compile(r"\s?[%％‰]")
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)|<https?://[^>\s]*>")
_LIST_NUMBER = re.compile(r"^(\s*)\d{1,3}[.)](?=\s)", re.MULTILINE)
_HEADING_ID = re.compile(r"\{:\s*#[^}\n]*\}")

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:style|script)\b.*?(?:</(?:style|script)\s*>|\Z)"
    r"|</?(?P<name>[a-z][\w-]*)(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^'\">])*(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG_BEGUN_BEFORE = re.compile(r"\A[^<>\"]*(\"[^<>]*>)")
_SPOKEN = re.compile(
    r"\s(?:alt|title|abbr|placeholder|aria-(?:label|description|valuetext|roledescription))"
    r"\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"'>]+))",
    re.IGNORECASE,
)
_DESCRIPTION = re.compile(r"\sname\s*=\s*[\"']?(?:[\w.]+:)?(?:description|title)\b", re.IGNORECASE)
_CONTENT = re.compile(r"\scontent\s*=\s*(?:\"([^\"]*)|'([^']*))", re.IGNORECASE)
_LINE_TAGS = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong "
    "time u var wbr"
)
_WITHIN_A_LINE = frozenset(_LINE_TAGS.split())
_ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")
_MARK_BETWEEN = re.compile(r"\s\s+")
_SPLITS = re.compile(f"{SPLIT}+")
_BARE_SIGN = re.compile(
    rf"(?<=[ \u00a0({SPLIT}][ \u00a0])[%‰]|[$€£](?=[ \u00a0](?:[\s.,;:)]|{SPLIT}))"
)
"""A sign on the page beside a mark, which the fact knows nothing of."""
_SIGN_AT_EDGE = re.compile(r"\A\s?[%‰]|[$€£]\Z")


def find_numbers(text: str, language: str) -> list[Span]:
    """Where the numbers of a text stand: digits, other numerals, number words.

    Args:
        text: Plain text or Markdown.
        language: Its language or locale. For one that is not known, number words are not found.

    Returns:
        (start, end) of each number, in order; ``25 percent`` and ``two and a half`` are one.
    """
    words = language_of(language)
    if not _may_hold_numbers(text, words):
        return []
    if text.isascii() or not _NOT_SEEN.search(text):
        return _numbers(text, words)
    kept = [at for at, letter in enumerate(text) if not _NOT_SEEN.match(letter)]
    seen = "".join(text[at] for at in kept)
    return [(kept[start], kept[end - 1] + 1) for start, end in _numbers(seen, words)]


def check_literals(
    literals: Iterable[Literal], terms: Iterable[Term], language: str = "", evidence: str = ""
) -> Iterator[Diagnostic]:
    """Numbers that an author typed into prose or a YAML text.

    Args:
        literals: The runs of text.
        terms: Names that hold digits or number words.
        language: The language or locale of the text; where it is not known, digits only.
        evidence: Of a fact's sentence: the words of its source. A number word that stands in them
            is the fact's own; digits are its value all the same, and are printed by it.
    """
    pattern = term_pattern(terms)
    found = [
        (literal, start, end)
        for literal in literals
        for start, end in _in_literal(literal.text, pattern, language)
    ]
    if not found:
        return
    said = {_folded(evidence[start:end]) for start, end in find_numbers(evidence, language)}
    for literal, start, end in found:
        number = literal.text[start:end]
        if not (_in_words(number) and _folded(number) in said):
            yield _unbound(number, within(literal, start))


def _in_literal(text: str, terms: re.Pattern[str], language: str) -> list[Span]:
    """The numbers that a run of prose or of a YAML text prints."""
    if not _may_hold_numbers(text, language_of(language)):
        return []
    for blanked in (_LIST_NUMBER, _LINK_TARGET, _HEADING_ID, terms):
        text = _without(blanked, text)
    return _of_no_address(find_numbers(text, language), text)


def check_page(
    loose: str,
    terms: Iterable[Term],
    literals: Iterable[Literal],
    otherwise: Place,
    language: str = "",
) -> Iterator[Diagnostic]:
    """Numbers on the composed page outside of every mark: in its text, title and attributes.

    Args:
        loose: The page's HTML with its marks blanked out.
        terms: Names that hold digits or number words.
        literals: What the templates print as it stands, to find where a number was typed.
        otherwise: The place to name where that is not found.
        language: The language or locale of the page.
    """
    pattern = term_pattern(terms)
    text = _SPLITS.sub(SPLIT, _NOT_SEEN.sub("", _read_aloud(loose)))
    spans = [
        *_of_no_address(_on_page(text, pattern, language), text),
        *(one.span() for one in _BARE_SIGN.finditer(text)),
    ]
    found = {_folded(text[start:end]): text[start:end] for start, end in reversed(spans)}
    typed = [
        (_folded(literal.text[start:end]), start, literal)
        for literal in (literals if found else ())
        for start, end in [
            *_typed(literal.text, pattern, language),
            *(sign.span() for sign in _SIGN_AT_EDGE.finditer(literal.text)),
        ]
    ]
    for folded, number in sorted(found.items()):
        places = [within(literal, start) for words, start, literal in typed if words == folded]
        for place in places or [otherwise]:
            yield _unbound(number, place)


def _of_no_address(spans: list[Span], text: str) -> list[Span]:
    """The numbers that belong to no address or telephone number, which is a finding itself."""
    taken = [(one.start, one.start + len(one.words)) for one in addresses_in(text)] if spans else []
    return [span for span in spans if not any(start <= span[0] < end for start, end in taken)]


def _may_hold_numbers(text: str, words: Language | None) -> bool:
    if _DIGIT.search(text):
        return True
    if not text.isascii() and (_NOT_SEEN.search(text) or any(map(str.isnumeric, set(text)))):
        return True
    return words is not None and may_hold_words(text, words)


def _numbers(text: str, words: Language | None) -> list[Span]:
    numerals = _numerals(text)
    if words is None:
        return numerals
    plain = without_accents(text)
    spans = []
    for start, end in numerals:
        more = words.after_digits.pattern.match(plain, end)
        spans.append((start, more.end() if more else end))
    return merged([*spans, *find_words(text, words)])


def _numerals(text: str) -> list[Span]:
    """Digits and other numerals with their signs; those that touch are one."""
    spans = [match.span() for match in _DIGITS.finditer(text)]
    if not text.isascii():
        others = {letter for letter in set(text) if letter.isnumeric() and not letter.isdecimal()}
        for numeral in others:
            spans += [(at, at + 1) for at, letter in enumerate(text) if letter == numeral]
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start == whole[-1][1]:
            start = whole.pop()[0]  # noqa: PLW2901 - they are one number
        whole.append((start, end))
    return [(start, _after_sign(text, end)) for start, end in whole]


def _after_sign(text: str, end: int) -> int:
    sign = _PERCENT.match(text, end)
    return sign.end() if sign else end


def _on_page(text: str, terms: re.Pattern[str], language: str) -> list[Span]:
    """The numbers of a page's text, in which more than one space is where a mark stood."""
    parted = _MARK_BETWEEN.sub(lambda match: SPLIT * len(match[0]), text)
    return find_numbers(_without(terms, parted), language)


@lru_cache(maxsize=1024)
def _typed(html: str, terms: re.Pattern[str], language: str) -> list[Span]:
    """The numbers that a template prints, by where they stand in its text."""
    return _on_page(_read_aloud(html), terms, language)


def _read_aloud(html: str) -> str:
    """What readers see or hear of HTML, each character where it was."""
    html = _TAG.sub(_spoken, html)
    tail = _TAG_BEGUN_BEFORE.match(html)
    if tail:
        html = html[: tail.start(1)] + _heard_of_tag(tail[1], "") + html[tail.end(1) :]
    return _ENTITY.sub(lambda match: unescape(match[0])[:1].ljust(len(match[0]), _BLANK), html)


def _spoken(match: re.Match[str]) -> str:
    return _heard_of_tag(match[0], (match["name"] or "").lower())


def _heard_of_tag(tag: str, name: str) -> str:
    """A tag made blank but for those of its attributes that are shown or read aloud."""
    may_be_heard = "=" in tag and (name or tag.startswith('"'))
    heard = list(_SPOKEN.finditer(tag)) if may_be_heard else []
    if name == "meta" and _DESCRIPTION.search(tag):
        heard += _CONTENT.finditer(tag)
    blank = (_BLANK if name in _WITHIN_A_LINE and not heard else SPLIT) * len(tag)
    for match in heard:
        start, end = match.span(match.lastindex or 0)
        blank = f"{blank[:start]}{tag[start:end]}{blank[end:]}"
    return blank


def _folded(number: str) -> str:
    """A number as it is compared."""
    return _said(number).casefold()


def _said(number: str) -> str:
    """A number on one line, without what nobody sees of it."""
    return _LINE_BREAK.sub(" ", _NOT_SAID.sub("", number))


def _in_words(number: str) -> bool:
    return any(map(str.isalpha, number)) and not any(map(str.isnumeric, number))


def _unbound(number: str, place: Place) -> Diagnostic:
    said = _said(number)
    what, holds = ("number word", "a number word") if _in_words(said) else ("number", "digits")
    return Diagnostic(
        Code.NUMBER_UNBOUND,
        f'the {what} "{said}" has no fact behind it',
        place,
        f'make it a fact and print it with fact("…"); a name that holds {holds} is declared under '
        "terms: in topic.yaml",
    )


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match made blank; what stands around it is not read together."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", SPLIT, match[0]), text)

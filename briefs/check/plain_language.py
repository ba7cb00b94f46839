"""Plain language: how hard a page's prose is to read, and which sentences make it so.

English is measured by the Flesch-Kincaid grade, Spanish by Szigriszt-Pazos' perspicuity, read on
the INFLESZ scale. Both come from words per sentence and syllables per word.

Running prose is measured: paragraphs and list items. Quotes, citations, badges, headings, figures,
tables, contacts and the lines about the page itself are left out, since their words are not the
author's to choose or no sentences; so is a run-in heading of one or two words. Telephone numbers,
addresses and names that hold digits, such as 401(k), are left out of the score too. Any other
figure, and an abbreviation in capitals, is one word of one syllable, as Flesch counts them, however
long it is when read aloud.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.html import VOID_TAGS

Locate = Callable[[str, tuple[str, ...]], Place]
"""Finds the place of a sentence, given with the ids of the facts within it."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FEWEST_WORDS = 30
"""Below it one word more or less moves the result by a grade, so it says nothing."""
_FEWEST_IN_SENTENCE = 3
"""Fewer are a run-in heading such as "Costs." or a label, not a sentence."""
_SHOWN = 3
"""How many sentences are named."""
_LONG_SENTENCE = 20
"""In words; plain-language guides ask for no more."""
_EXCERPT = 60
"""In characters."""

_LEFT_OUT_TAGS = _names("head h1 h2 h3 h4 h5 h6 blockquote figure table script style svg")
_LEFT_OUT_CLASSES = _names(
    "series as-of pair-head stale stale-stamp cite badge figure contacts closing"
)
_PROSE_TAGS = _names("p li")
_INLINE_TAGS = _names("a abbr b cite code em i q s small span strong sub sup time u")

_SENTENCE_END = re.compile(
    r"(?P<stop>(?<![.!?…])[.!?…]++)[\"'”’»)\]]*\s+(?=[\"'“‘«(\[¿¡]*(?P<next>\w))"
)
_LAST_WORD = re.compile(r"([^\s(\[“\"«]+)$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ABBREVIATIONS = {
    "en": _names(
        "jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr jr sr st lt sgt capt cpl "
        "gen gov sen rep atty dept div vs approx est fig sec art inc corp ltd"
    ),
    "es": _names(
        "ene feb abr jun jul ago sept oct nov dic sr sra srta dr dra lic ing ej núm num art fig "
        "pág págs tel ext ee uu depto dpto gob sgto cap gral aprox av avda"
    ),
}
_LONGEST_ABBREVIATION = 20
"""In characters; no more is looked at before a stop."""
_BEFORE_FIGURE = _names("no nos n.º pp")

_LEFT_OUT_WORDS = re.compile(
    r"""
    (?<![\w-]) (?:\+?\d{1,2}[\s.-])? \(?\d{3}\)? [\s.-]{1,2} [\dA-Z]{1,4} (?:[.‑-][\dA-Z]{1,4})+
    | (?<![^\s@])[^\s@]++@\S+ | (?<!\w)(?:https?://|www\.)\S+
    | (?<![\w.-])[a-z0-9-]++(?:\.[a-z0-9-]++)*\.(?:com|gov|net|org)\b\S*
    | (?<!\w)(?=\w*\d)\w++(?:\([A-Za-z]\))+ | \b[A-Z]++-\d+\w* | \b[^\W\d_]++\d+\w*
    """,
    re.VERBOSE,
)
"""Telephone numbers; addresses; names that hold digits."""
_GROUPED = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
_SUSPECT = re.compile(
    r"\d\s\d{3} | \d{3}\)?[\s.-]{1,2}[\dA-Z] | @ | :// | www\. | \.(?:com|gov|net|org)\b"
    r"| \d\w*\( | [A-Z]-\d | [^\W\d_]\d",
    re.VERBOSE,
)
"""What a sentence must hold for one of the two to change it, found much sooner than they are."""
_BETWEEN_WORDS = re.compile(r"[\s/—–]+")
_NO_WORD = re.compile(r"^[\W_]+|[\W_]+$")
_CAPITALS = re.compile(r"[A-ZÁÉÍÓÚÑ.&]{1,5}s?")

_MUTE_U = re.compile(r"(?<=[qg])u(?=[eiéí])")
_H_AS_CONSONANT = re.compile(r"h(?=u[aeioáéíó])")
_Y_AS_VOWEL = re.compile(r"y(?![aeiouáéíóú])")
_SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_HIATUS = re.compile(r"(?=([aeoáéó][aeoáéóíú]|[íú][aeoáéó]|ii|uu))")


class Sentence(NamedTuple):
    """A sentence of running prose, and the ids of the facts within it."""

    text: str
    facts: tuple[str, ...] = ()


class _Counts(NamedTuple):
    sentences: int
    words: int
    syllables: int

    @property
    def ratios(self) -> tuple[float, float]:
        """Words per sentence, syllables per word."""
        return self.words / self.sentences, self.syllables / self.words

    def without(self, other: _Counts) -> _Counts:
        return _Counts(
            self.sentences - other.sentences,
            self.words - other.words,
            self.syllables - other.syllables,
        )


class _Scale(NamedTuple):
    """How one language is measured.

    Attributes:
        measure: From words per sentence and syllables per word.
        harder: 1 where a higher result is harder to read, -1 where a lower one is.
        said: A result in words.
        limit: A target in words.
    """

    measure: Callable[[float, float], float]
    harder: int
    said: Callable[[float], str]
    limit: Callable[[float], str]

    def of(self, counts: _Counts) -> float:
        """The measure, to the one decimal that is shown, so that what is shown is judged."""
        return round(self.measure(*counts.ratios), 1)

    def misses(self, result: float, target: float) -> bool:
        return (result - target) * self.harder > 0


def check_reading(
    html: str, language: str, target: float, locate: Locate, otherwise: Place
) -> Iterator[Diagnostic]:
    """Whether a composed page is as plain as its readers need it.

    Where it is not, one finding gives the page's measure, and one each the three sentences that
    cost it most. A language without a formula is not judged, nor are fewer than 30 words: there
    one long word more or less would decide.

    Args:
        html: The composed page.
        language: Its language or locale.
        target: The highest Flesch-Kincaid grade, or the lowest Szigriszt-Pazos score.
        locate: Finds a sentence's place.
        otherwise: The place of the finding for the page.
    """
    scale = _scale_of(language)
    if scale is None:
        return
    counted = _counted(sentences_of(html, language), language)
    total = _sum(counts for _, counts in counted)
    if total.words < _FEWEST_WORDS:
        return
    result = scale.of(total)
    if not scale.misses(result, target):
        return
    yield Diagnostic(
        Code.READING_LEVEL,
        f"the page's prose reads at {scale.said(result)}; its template asks for "
        f"{scale.limit(target)}",
        otherwise,
        "mend the sentences named with it first: they cost the most",
    )
    for sentence, counts in _worst(counted, total, scale, target):
        yield Diagnostic(
            Code.READING_LEVEL,
            f'"{_excerpt(sentence.text)}" reads at {scale.said(scale.of(counts))}, in '
            f"{counts.words} words",
            locate(sentence.text, sentence.facts),
            _mend(sentence.text, counts, language),
        )


def measure(text: str | Iterable[str], language: str) -> float:
    """The reading measure of a text: a grade in English, a score from 0 to 100 in Spanish.

    Args:
        text: Plain text, its paragraphs parted by blank lines; or its sentences.
        language: Its language or locale.

    Raises:
        ValueError: There is no formula for the language, or no sentence in the text.
    """
    scale = _scale_of(language)
    if scale is None:
        raise ValueError(f'there is no reading formula for "{language}"')
    sentences = _split_all(text, language) if isinstance(text, str) else text
    total = _sum(_counts(sentence, language) for sentence in sentences)
    if not total.words:
        raise ValueError("there is no sentence to measure")
    return scale.measure(*total.ratios)


def has_formula(language: str) -> bool:
    """Whether texts of a language or locale can be measured."""
    return _scale_of(language) is not None


def sentences_of(html: str, language: str) -> list[Sentence]:
    """The sentences of a composed page's running prose, in the order of the page."""
    reader = _ProseReader(language)
    reader.read(html)
    return reader.sentences


_RAW = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<![^>]*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^>\"']++|\"[^\"]*\"|'[^']*')*+)>")
_ATTRIBUTE = re.compile(r"\s(class|data-fact)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class _Element(NamedTuple):
    tag: str
    left_out: bool
    fact: str
    start: int


@lru_cache(maxsize=4096)
def _read_attributes(tag: str, attributes: str) -> tuple[bool, str]:
    """Whether an element is left out, and the fact that it prints; a page repeats most of its tags.

    Args:
        tag: The element's name.
        attributes: Its attributes as the page has them.
    """
    found = _ATTRIBUTE.findall(attributes)
    given = {name: one or other for name, one, other in found}
    classes = given.get("class", "").split()
    left_out = tag in _LEFT_OUT_TAGS or not _LEFT_OUT_CLASSES.isdisjoint(classes)
    return left_out, given.get("data-fact", "")


class _ProseReader:
    """Reads paragraphs and list items, with the facts in them, from a page that we composed."""

    def __init__(self, language: str) -> None:
        self.sentences: list[Sentence] = []
        self._language = language
        self._open: list[_Element] = []
        self._left_out = 0
        self._text = ""
        self._facts: list[tuple[int, int, str]] = []

    def read(self, html: str) -> None:
        """Read a page to its end."""
        html = _RAW.sub(" ", html)
        at = 0
        for match in _TAG.finditer(html):
            self._add(unescape(html[at : match.start()]))
            at = match.end()
            tag = match[2].lower()
            if match[1]:
                self._closed(tag)
            else:
                self._opened(tag, match[3])
        self._add(unescape(html[at:]))
        self._end_block()

    def _opened(self, tag: str, attributes: str) -> None:
        if tag in VOID_TAGS or attributes.endswith("/"):
            self._add(" ")
            return
        if tag not in _INLINE_TAGS:
            self._end_block()
        left_out, fact = _read_attributes(tag, attributes)
        self._left_out += left_out
        self._open.append(_Element(tag, left_out, fact, len(self._text)))

    def _closed(self, tag: str) -> None:
        if not any(element.tag == tag for element in reversed(self._open)):
            return
        while self._open:
            element = self._open.pop()
            self._left_out -= element.left_out
            if element.fact and len(self._text) > element.start:
                self._facts.append((element.start, len(self._text), element.fact))
            if element.tag == tag:
                break
        if tag not in _INLINE_TAGS:
            self._end_block(tag)

    def _add(self, words: str) -> None:
        if not self._left_out:
            self._text += words

    def _end_block(self, ended: str = "") -> None:
        text, facts = self._text, sorted(self._facts)
        self._text, self._facts = "", []
        if text.strip() and not _PROSE_TAGS.isdisjoint(
            {ended, *(element.tag for element in self._open)}
        ):
            for start, end in _spans(text, _root(self._language)):
                within = dict.fromkeys(
                    fact for first, last, fact in facts if first < end and last > start
                )
                self.sentences.append(Sentence(" ".join(text[start:end].split()), tuple(within)))


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of one block of text begin and end."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ends_sentence(match, text[start : match.start()], language):
            yield start, match.end()
            start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _ends_sentence(match: re.Match[str], before: str, language: str) -> bool:
    """Whether a stop ends a sentence, and not an abbreviation."""
    following = match["next"]
    if not following.isupper() and not following.isdigit():
        return False
    last = _LAST_WORD.search(before[-_LONGEST_ABBREVIATION:])
    if match["stop"] != "." or last is None:
        return True
    word = last[1].lower()
    if following.isdigit() and word in _BEFORE_FIGURE:
        return False
    abbreviations = _ABBREVIATIONS.get(language, frozenset())
    return word not in abbreviations and not _INITIALS.fullmatch(last[1])


def _split_all(text: str, language: str) -> Iterator[str]:
    """The sentences of plain text whose paragraphs are parted by blank lines."""
    for block in re.split(r"\n\s*\n", text):
        for start, end in _spans(block, _root(language)):
            yield block[start:end]


def _words(text: str) -> list[str]:
    """The words of a sentence that count."""
    if _SUSPECT.search(text):
        text = _GROUPED.sub("", _LEFT_OUT_WORDS.sub(" ", text))
    tokens = _BETWEEN_WORDS.split(text)
    words = (token if token.isalpha() else _NO_WORD.sub("", token) for token in tokens)
    return [word for word in words if word]


def _counts(sentence: str, language: str) -> _Counts:
    """What a sentence adds to a text: nothing where fewer than three of its words count."""
    root = _root(language)
    syllables = [_syllables(word, root) for word in _words(sentence)]
    if len(syllables) < _FEWEST_IN_SENTENCE:
        return _Counts(0, 0, 0)
    return _Counts(1, len(syllables), sum(syllables))


def _counted(sentences: Iterable[Sentence], language: str) -> list[tuple[Sentence, _Counts]]:
    counted = [(sentence, _counts(sentence.text, language)) for sentence in sentences]
    return [(sentence, counts) for sentence, counts in counted if counts.words]


def _sum(all_counts: Iterable[_Counts]) -> _Counts:
    sentences = words = syllables = 0
    for counts in all_counts:
        sentences += counts.sentences
        words += counts.words
        syllables += counts.syllables
    return _Counts(sentences, words, syllables)


def _worst(
    counted: Sequence[tuple[Sentence, _Counts]], total: _Counts, scale: _Scale, target: float
) -> list[tuple[Sentence, _Counts]]:
    """The sentences without which the page would be plainest, in falling order.

    (A sentence's own measure would put short list items with one long word first.)
    """

    def cost(item: tuple[Sentence, _Counts]) -> float:
        rest = total.without(item[1])
        return -scale.harder * scale.measure(*rest.ratios) if rest.words else float("inf")

    hard = [item for item in counted if scale.misses(scale.of(item[1]), target)]
    return sorted(hard, key=cost, reverse=True)[:_SHOWN]


def _excerpt(text: str) -> str:
    if len(text) <= _EXCERPT:
        return text.rstrip(".")
    return f"{text[:_EXCERPT].rpartition(' ')[0] or text[:_EXCERPT]} …"


def _mend(text: str, counts: _Counts, language: str) -> str:
    """What makes this sentence hard."""
    words = [(_syllables(word, _root(language)), word) for word in dict.fromkeys(_words(text))]
    hard = sorted((word for word in words if word[0] >= 3), key=lambda word: -word[0])
    longest = ", ".join(f'"{word}"' for _, word in hard[:3])
    split = "split it" if counts.words > _LONG_SENTENCE else ""
    shorter = f"find shorter words for {longest}" if longest else ""
    return ", or ".join(filter(None, [split, shorter])) or "say it in fewer or shorter words"


@lru_cache(maxsize=65536)
def _syllables(word: str, language: str) -> int:
    """The syllables of a word; a figure and an abbreviation in capitals have one."""
    if _CAPITALS.fullmatch(word):
        return 1
    count = _COUNTERS[language]
    return sum(
        count(part) if part.isalpha() else 1
        for part in word.lower().replace("’", "'").removesuffix("'s").replace("'", "").split("-")
        if part
    )


def _english_syllables(word: str) -> int:
    import syllapy

    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return max(1, int(syllapy.count(plain)))


def _spanish_syllables(word: str) -> int:
    """Runs of vowels, and one more wherever two vowels of a run are spoken apart."""
    heard = _Y_AS_VOWEL.sub("i", _H_AS_CONSONANT.sub("w", _MUTE_U.sub("", word)))
    runs = _SPANISH_VOWELS.findall(heard.replace("h", ""))
    return max(1, len(runs) + sum(len(_HIATUS.findall(run)) for run in runs))


def _flesch_kincaid(words_per_sentence: float, syllables_per_word: float) -> float:
    """US school grade; Kincaid and others, 1975."""
    return 0.39 * words_per_sentence + 11.8 * syllables_per_word - 15.59


def _szigriszt_pazos(words_per_sentence: float, syllables_per_word: float) -> float:
    """Perspicuity; Szigriszt Pazos, 1993."""
    return 206.835 - 62.3 * syllables_per_word - words_per_sentence


def _band(score: float) -> str:
    """The INFLESZ scale; Barrio Cantalejo, 2008."""
    bands = ((80, "very easy"), (65, "fairly easy"), (55, "normal"), (40, "somewhat hard"))
    return next((name for least, name in bands if score >= least), "very hard")


_COUNTERS = {"en": _english_syllables, "es": _spanish_syllables}
_SCALES = {
    "en": _Scale(
        _flesch_kincaid,
        1,
        lambda grade: f"grade {grade:.1f} (Flesch-Kincaid)",
        lambda grade: f"grade {grade:g} at most",
    ),
    "es": _Scale(
        _szigriszt_pazos,
        -1,
        lambda score: f"{score:.1f} (Szigriszt-Pazos; on the INFLESZ scale {_band(score)})",
        lambda score: f"{score:g} at least ({_band(score)})",
    ),
}


def _root(language: str) -> str:
    return language.partition("-")[0]


def _scale_of(language: str) -> _Scale | None:
    return _SCALES.get(_root(language))

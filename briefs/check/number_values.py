"""What the numbers of a text amount to: ``$1.4 million``, ``two dozen``, ``one in three``.

Digits are read in every language, number words in English and Spanish. A number that can be read
in two ways has both values; one that cannot be read ("hundreds", "doubled") has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from unicodedata import numeric

from briefs.check.number_words import without_accents
from briefs.check.numbers import find_numbers

Values = frozenset[Fraction]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text.

    Attributes:
        start: Its first character.
        end: The first character after it.
        values: What it can amount to; a share has its fraction and its percentage.
    """

    start: int
    end: int
    values: Values


def quantities_in(text: str, language: str) -> list[Quantity]:
    """The numbers of a text in their order.

    Args:
        text: Plain text of one line.
        language: Its language or locale; in one that is not known, digits alone are read.
    """
    words = _words_of(language)
    joined = _GROUPED.sub(lambda match: match[0].replace(" ", _GROUP_SPACE), text)
    found = [
        Quantity(start, end, _values(joined, start, end, words, language.partition("-")[0]))
        for start, end in find_numbers(joined, language)
    ]
    return list(_as_pairs(found, joined))


def scale_of(noun: str) -> int:
    """What a unit multiplies its values by: 1000 for ``thousands of dollars``, 1 for ``homes``."""
    for words in map(_words_of, ("en", "es")):
        for word in _WORD.findall(without_accents(noun.lower())):
            role, value = words.get(word, ("", Fraction(0)))
            if role in {_SCALE, _VAGUE} and value >= _THOUSAND:
                return int(value)
    return 1


def small_words_in(text: str, language: str) -> Values:
    """Small values that a text may have in a word that is not always a number: "an", "both"."""
    tables = _SMALL.get(language.partition("-")[0], {})
    said = set(_WORD.findall(without_accents(text.lower())))
    return frozenset(
        Fraction(value) for value, words in tables.items() if not said.isdisjoint(words.split())
    )


_GROUP_SPACE = "\u00a0"
_GROUPED = re.compile(r"(?<![\d.,\u00a0])\d{1,3}(?: \d{3})+(?![\d.,]?\d)")
"""50 000 with plain spaces; "12 500" may be two numbers, so both readings stay."""
_TOKEN = re.compile(r"\d(?:[\d.,'’\u00a0\u2009\u202f]*\d)?[¼-¾⅐-⅞]?|[¼-¾⅐-⅞]|[^\W\d_]+|\S")
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"['’\u00a0\u2009\u202f]")
_QUOTES = re.compile(r"['’]")
_LETTER_BEHIND = re.compile(r"(k|mm|mn|m|bn|b|t)(?![^\W_])", re.IGNORECASE)
_LETTERS = {"k": 3, "m": 6, "mm": 6, "mn": 6, "b": 9, "bn": 9, "t": 12}
_CENTS_BEHIND = re.compile(r"\s?(?:cents?|centavos?|c[eé]ntimos?|¢)(?![^\W_])", re.IGNORECASE)
_OUT_OF = re.compile(
    r"\s*(?:(?:in|of|out of)(?: every| each| the)?|/|(?:de|por) cada|de(?: los| las)?|entre)\s*"
)
_OF_A = re.compile(r"\s*(?:of|de)\s*")
_SEVERAL = re.compile(
    r"(?<![^\W_])(?:several|many|few|some|vari[ao]s|algun[ao]s)\s+\Z", re.IGNORECASE
)
_TO = re.compile(r"\s*(?:[-\u2010-\u2013]|to|or|and|a|o|y)\s*[$€£]?")
_THOUSAND = 1000

_PLUS, _HUNDRED, _SCALE, _SHARE, _HALF, _VAGUE = (
    "plus", "hundred", "scale", "share", "half", "vague"
)  # fmt: skip
"""What a word does to the number before it."""

Table = Mapping[str, tuple[str, Fraction]]
"""Number words: what each does, and its value."""

_IN_ORDER = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres "
    "veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve",
}
_TENS = {
    "en": "ten twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
_MORE = {
    "en": {"couple": 2, "pair": 2, "trio": 3},
    "es": {
        "un": 1, "una": 1, "veintiun": 21, "veintiuna": 21, "par": 2, "cien": 100, "ciento": 100,
        "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500,
        "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900,
        "doscientas": 200, "trescientas": 300, "cuatrocientas": 400, "quinientas": 500,
        "seiscientas": 600, "setecientas": 700, "ochocientas": 800, "novecientas": 900,
    },
}  # fmt: skip
_SCALES = {
    "en": {
        "dozen": 12, "score": 20, "thousand": 10**3, "million": 10**6, "billion": 10**9,
        "trillion": 10**12,
    },
    "es": {
        "decena": 10, "docena": 12, "quincena": 15, "veintena": 20, "treintena": 30,
        "centena": 100, "centenar": 100, "mil": 10**3, "millar": 10**3, "millon": 10**6,
        "millones": 10**6, "billon": 10**12, "billones": 10**12,
    },
}  # fmt: skip
_PLURAL_SCALES = {
    "en": {
        "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 10**3, "millions": 10**6,
        "billions": 10**9, "trillions": 10**12,
    },
    "es": {
        "decenas": 10, "docenas": 12, "veintenas": 20, "centenas": 100, "centenares": 100,
        "cientos": 100, "miles": 10**3, "millares": 10**3,
    },
}  # fmt: skip
_ORDINALS = {
    "en": "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "es": "tercio cuarto quinto sexto septimo octavo noveno decimo",
}
_HALVES = {"en": "half halves", "es": "medio media mitad mitades"}
_SILENT = {
    "en": "and a an of percent per cent pct percentage basis point points",
    "es": "y de por ciento porciento punto puntos porcentual porcentuales",
}
_HUNDREDTHS = {"es": re.compile(r"\s*por ciento")}
"""What holds a number word and only says that the number before it is a percentage."""
_RATIO = {
    "en": re.compile(r"\s+(?:in|out of|of)\s+(?:every\s+|each\s+)?"),
    "es": re.compile(r"\s+(?:de|por)\s+cada\s+"),
}
_SMALL = {
    "en": {
        0: "no none nobody nothing not never without zero",
        1: "a an one single only another once first",
        2: "both pair couple twice second either",
    },
    "es": {
        0: "no ningun ninguno ninguna nadie nada nunca sin cero",
        1: "un una uno unico unica solo sola primer primero primera",
        2: "ambos ambas par segundo segunda",
    },
}


@cache
def _words_of(language: str) -> Table:
    """The number words of a language, without accents: what each does, and its value."""
    name = language.partition("-")[0]
    if name not in _IN_ORDER:
        return {}
    table = {word: (_PLUS, Fraction(n)) for n, word in enumerate(_IN_ORDER[name].split())}
    table |= {
        word: (_PLUS, Fraction(n * 10)) for n, word in enumerate(_TENS[name].split(), start=1)
    }
    table |= {word: (_PLUS, Fraction(n)) for word, n in _MORE[name].items()}
    table |= {word: (_SCALE, Fraction(n)) for word, n in _SCALES[name].items()}
    table |= {word: (_VAGUE, Fraction(n)) for word, n in _PLURAL_SCALES[name].items()}
    for n, word in enumerate(_ORDINALS[name].split(), start=3):
        for form in (word, f"{word}s", f"{word[:-1]}a"):
            table.setdefault(form, (_SHARE, Fraction(n)))
    table |= {word: (_HALF, Fraction(1, 2)) for word in _HALVES[name].split()}
    if name == "en":
        table |= {"hundred": (_HUNDRED, Fraction(100))}
        table |= {word: (_SHARE, Fraction(4)) for word in ("quarter", "quarters")}
    return table


def _values(text: str, start: int, end: int, words: Table, language: str) -> Values:
    """What a number amounts to, by what it is and what stands right before and behind it."""
    behind = text[end:]
    plain = without_accents(text[start:end].lower())
    if not _DIGITS.search(plain) and _SEVERAL.search(text, 0, start):
        return frozenset()
    ratio = _RATIO[language].search(plain) if language in _RATIO else None
    if ratio:
        left = _sum(plain[: ratio.start()], words, language)
        right = _sum(plain[ratio.end() :], words, language)
        return left | right | _shares(left, right)
    values = _sum(plain, words, language)
    letter = _LETTER_BEHIND.match(behind)
    if letter:
        values |= {value * 10 ** _LETTERS[letter[1].lower()] for value in values}
    if _CENTS_BEHIND.match(behind) or "basis" in plain:
        values |= {value / 100 for value in values}
    return values


def _sum(number: str, words: Table, language: str) -> Values:
    """What a number in digits, in words or in both amounts to."""
    if language in _HUNDREDTHS:
        number = _HUNDREDTHS[language].sub("", number)
    totals: set[tuple[Fraction, Fraction | None]] = {(Fraction(0), None)}
    silent = _SILENT.get(language, "").split()
    shares: set[Fraction] = set()
    for token in _TOKEN.findall(number):
        if token in silent or not token[0].isalnum():
            continue
        readings = _of_digits(token, language) if token[0].isnumeric() else None
        if readings is None:
            role, value = words.get(token, (_VAGUE, Fraction(0)))
            if role == _SHARE:
                parts = {part for _, part in totals}
                if parts == {None}:
                    shares |= {value, 1 / value, 100 / value}
                elif all(whole == 0 for whole, _ in totals):
                    shares |= _shares({part for part in parts if part is not None}, {value})
                    shares |= {part + value for part in parts if part is not None and part >= 20}
                else:
                    return frozenset()
                continue
            totals = {total for one in totals for total in _with(one, role, value)}
        else:
            totals = {
                total for one in totals for value in readings for total in _with(one, _PLUS, value)
            }
    amounts = {whole + (part or 0) for whole, part in totals if whole or part is not None}
    halves = {Fraction(50)} if amounts == {Fraction(1, 2)} else set()
    return frozenset(shares or amounts | halves)


def _with(
    total: tuple[Fraction, Fraction | None], role: str, value: Fraction
) -> Iterator[tuple[Fraction, Fraction | None]]:
    """A number and its next word; nothing where the two make none."""
    whole, part = total
    if role == _PLUS:
        if part is None or (part % (10 if value < 10 else 100) == 0 and value < part):
            yield whole, (part or 0) + value
    elif role == _HALF:
        yield whole, (part or 0) + value
    elif role == _HUNDRED:
        yield whole, (1 if part is None else part) * value
    elif role == _SCALE or (part is not None and value):
        if whole and whole < value:
            yield (whole + (part or 0)) * value, None
        else:
            yield whole + (1 if part is None else part) * value, None


def _of_digits(digits: str, language: str) -> Values:
    """What digits with their separators can amount to."""
    if not digits[-1].isdecimal():
        whole = int(digits[:-1]) if digits[:-1].isdecimal() else 0
        return frozenset({whole + Fraction(numeric(digits[-1])).limit_denominator(100)})
    runs = _DIGITS.findall(digits)
    separators = set(re.sub(r"\d", "", _SPACES.sub(" ", digits)))
    grouped = 0 < len(runs[0]) <= 3 and all(len(run) == 3 for run in runs[1:])
    values: set[Fraction] = set()
    if len(runs) == 1:
        values.add(Fraction(int(digits)))
    elif separators == {" "}:
        if grouped:
            values.add(Fraction(int("".join(runs))))
        if not _QUOTES.search(digits):
            values |= {Fraction(int(run)) for run in runs if not run.startswith("0")}
    elif len(separators) == 2 and all(len(run) == 3 for run in runs[1:-1]):
        values.add(_decimal("".join(runs[:-1]), runs[-1]))
    elif len(separators) == 1:
        in_english = language == "en"
        comma = separators == {","}
        if grouped and not (len(runs) == 2 and in_english and not comma):
            values.add(Fraction(int("".join(runs))))
        if len(runs) == 2 and not (grouped and in_english and comma):
            values.add(_decimal(*runs))
    return frozenset(values or {Fraction(int(run)) for run in runs})


def _decimal(whole: str, places: str) -> Fraction:
    return Fraction(int(whole + places), 10 ** len(places))


def _shares(parts: Values | set[Fraction], wholes: Values | set[Fraction]) -> Values:
    """Each part of each whole, as a fraction and as a percentage."""
    shares = {part / whole for part in parts for whole in wholes if whole}
    return frozenset(shares | {100 * share for share in shares})


def _as_pairs(found: Sequence[Quantity], text: str) -> Iterator[Quantity]:
    """Numbers with what their neighbour makes of them: "3 of 4", "$5 to 6 million"."""
    for number, one in enumerate(found):
        values = one.values
        if number + 1 < len(found):
            other = found[number + 1]
            between = text[one.end : other.start]
            if _OUT_OF.fullmatch(between):
                values |= _shares(values, other.values)
            if _TO.fullmatch(between):
                scale = scale_of(text[other.start : other.end])
                values |= {value * scale for value in values}
            if _OF_A.fullmatch(between):
                values |= {value * whole for value in values if value < 1 for whole in other.values}
        yield Quantity(one.start, one.end, values)

"""Number words: what counts is found as one span, what only looks like a number is not."""

from __future__ import annotations

import itertools

import pytest

from briefs.check.numbers import find_numbers


def found(text: str, language: str) -> list[str]:
    spans = find_numbers(text, language)
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    return [text[start:end] for start, end in spans]


ENGLISH = [
    ("Three kinds", ["Three"]),
    ("TWENTY officers", ["TWENTY"]),
    ("ninety-nine agencies", ["ninety-nine"]),
    ("twenty one agencies", ["twenty one"]),
    ("twenty\u2011five\u00a0thousand people", ["twenty\u2011five\u00a0thousand"]),
    ("twenty-five\n      thousand people", ["twenty-five\n      thousand"]),
    ("twenty\n\nfive", ["twenty", "five"]),
    ("two – three", ["two", "three"]),
    ("a hundred posts, hundreds of posts", ["a hundred", "hundreds"]),
    ("two hundred and fifty posts", ["two hundred and fifty"]),
    ("two and three", ["two", "three"]),
    ("two and a half million", ["two and a half million"]),
    ("one and a half, half a million", ["one and a half", "half a million"]),
    ("3 million, $2.5 billion, 25 percent", ["3 million", "$2.5 billion", "25 percent"]),
    ("25 per cent, 3 percentage points", ["25 per cent", "3 percentage points"]),
    ("tens of thousands", ["tens of thousands"]),
    ("dozens, a dozen", ["dozens", "a dozen"]),
    ("more than half of them, half-time, halves", ["half", "half", "halves"]),
    ("halfway to its goal", ["halfway"]),
    ("a third of them, two-thirds", ["a third", "two-thirds"]),
    ("three quarters, a quarter of them", ["three quarters", "a quarter"]),
    ("cut by a quarter; a quarter million", ["a quarter", "a quarter million"]),
    ("four-fifths or one-tenth", ["four-fifths", "one-tenth"]),
    (
        "twice, thrice, doubled, triple, tenfold",
        ["twice", "thrice", "doubled", "triple", "tenfold"],
    ),
    ("one in three, one out of every four", ["one in three", "one out of every four"]),
    ("nine out of ten", ["nine out of ten"]),
    ("one in 5", ["one", "5"]),
    ("one per county, one for each office", ["one", "one"]),
    ("zero officers", ["zero"]),
    ("a couple of deputies, a score of deputies", ["a couple of", "a score of"]),
    ("a pair of deputies, a trio", ["a pair of", "trio"]),
    ("one officer left", ["one"]),
    ("one sheriff said", ["one"]),
    ("One ICE officer, one trained officer", ["One", "one"]),
    ("just one, at least one, more than one", ["one", "one", "one"]),
    ("one or more officers", ["one"]),
    ("one, two or three", ["one", "two", "three"]),
    ("it has one, not two", ["one", "two"]),
    ("a one-year pause", ["one"]),
    ("phase one of the plan; page one.", ["one", "one"]),
    ("within one day; one day before", ["one", "one"]),
    ("one of the ten sheriffs", ["one", "ten"]),
    ("the fourth sheriff, the third year", ["fourth", "third"]),
    ("twenty-first", ["twenty-first"]),
    ("Third, fourth and fifth places", ["Third", "fourth", "fifth"]),
    ("in the twenties", ["twenties"]),
    ("a multimillion-dollar, multi-billion plan", ["a multimillion", "multi-billion"]),
    ("thousand; percent; percentage points", ["thousand", "percent", "percentage points"]),
    ("*Two* officers and **twenty**-five more", ["Two", "twenty**-five"]),
    ("_three_ of __four__", ["three", "four"]),
    ("th\u00adree and t\u200bwo", ["th\u00adree", "t\u200bwo"]),
    ("sixty-day notice; a three-person team", ["sixty", "three"]),
]

ENGLISH_NONE = [
    "someone, anyone, everyone and oneself",
    "none, often, weight, tension, height, freight",
    "alone, stone, phone, money, honest",
    "no one knows; no-one left",
    "one another; one by one; one-on-one; one-to-one",
    "the one that left, the one who stayed",
    "this one; that one is ours",
    "one can apply; one must not; one wonders",
    "one's own",
    "one of the sheriffs",
    "the only one left",
    "the new one works, a bigger one",
    "each one of them, every one",
    "one thing, one way, on the one hand, one reason",
    "one day ICE may ask",
    "one more thing",
    "from one agency to another",
    "one case at a time",
    "one-sided, one-time, one-stop",
    "number one priority",
    "first and second, seconds, secondhand",
    "a third party, third-party tools, third parties",
    "third-country nationals",
    "headquarters and close quarters",
    "in the last quarter; living quarters; quarterly",
    "half-hearted; a half-truth; flags at half-staff",
    "a halfway house",
    "on behalf of; calves",
    "both, several, many, few, some, most",
    "zero tolerance",
    "double jeopardy; to double-check; double standards",
    "think twice",
    "a percentage",
    "a couple was there; coupled",
    "a pair of gloves",
    "the highest test score of all",
    "Third, ask counsel",
    "once trained; at once; once more",
    "a single officer",
    "a two-way radio",
]

SPANISH = [
    ("Dos agentes", ["Dos"]),
    ("dieciséis, veintidós, veintitrés, veintiséis", ["dieciséis", "veintidós", "veintitrés", "veintiséis"]),
    ("dieciseis, veintidos, veintitres", ["dieciseis", "veintidos", "veintitres"]),
    ("DIECISÉIS", ["DIECISÉIS"]),
    ("diecise\u0301is agentes", ["diecise\u0301is"]),
    ("treinta y un agentes, noventa y nueve", ["treinta y un", "noventa y nueve"]),
    ("dos y tres", ["dos", "tres"]),
    ("cien, ciento veinte, cientos", ["cien", "ciento veinte", "cientos"]),
    ("doscientos, novecientas", ["doscientos", "novecientas"]),
    ("mil doscientos treinta y cuatro", ["mil doscientos treinta y cuatro"]),
    ("un millón, 5 millones, miles", ["un millón", "5 millones", "miles"]),
    ("la mitad", ["mitad"]),
    ("medio millón, media hora, media jornada", ["medio millón", "media", "media"]),
    ("dos y medio; un millón y medio; un año y medio", ["dos y medio", "un millón y medio", "y medio"]),
    ("un tercio, dos tercios, la tercera parte", ["un tercio", "dos tercios", "tercera"]),
    ("un cuarto de los agentes, tres cuartos", ["un cuarto", "tres cuartos"]),
    ("tres cuartas partes, la cuarta parte", ["tres cuartas", "cuarta"]),
    ("el doble, el triple", ["doble", "triple"]),
    ("se duplicó, triplicaron, se ha duplicado", ["duplicó", "triplicaron", "duplicado"]),
    ("una docena, decenas, centenares", ["una docena", "decenas", "centenares"]),
    ("25 por ciento, diez por ciento", ["25 por ciento", "diez por ciento"]),
    ("por ciento, puntos porcentuales", ["por ciento", "puntos porcentuales"]),
    ("uno de cada tres, una de cada cuatro", ["uno de cada tres", "una de cada cuatro"]),
    ("dos veces", ["dos"]),
    ("cero agentes", ["cero"]),
    ("el tercer agente, la quinta vez, el cuarto lugar", ["tercer", "quinta", "cuarto"]),
    ("uno o dos; más de uno; al menos un agente", ["uno", "dos", "uno", "un"]),
    ("un par de agentes", ["un par de"]),
    ("*dos* agentes, mil\u00a0agentes", ["dos", "mil"]),
]  # fmt: skip

SPANISH_NONE = [
    "un agente, una agencia, uno de los agentes",
    "cada uno; uno mismo; unos y otros; uno a uno",
    "una vez, a veces, otra vez",
    "por medio de; en medio de; el medio ambiente; los medios",
    "la media nacional; la clase media; por término medio",
    "un porcentaje",
    "un cuarto de baño; su cuarto",
    "a terceros; un tercero; la tercera edad; un tercer país",
    "primero, segundo, primera, segundos",
    "doble nacionalidad",
    "por duplicado; un duplicado",
    "tolerancia cero; empezar de cero",
    "nueva, militar, ciencia, estrés, docente, sobre",
    "a la par",
    "ambos",
]


@pytest.mark.parametrize(("text", "numbers"), ENGLISH)
def test_english_number_words_are_found(text: str, numbers: list[str]) -> None:
    assert found(text, "en") == numbers


@pytest.mark.parametrize("text", ENGLISH_NONE)
def test_english_words_that_count_nothing_are_not_found(text: str) -> None:
    assert found(text, "en-US") == []


@pytest.mark.parametrize(("text", "numbers"), SPANISH)
def test_spanish_number_words_are_found(text: str, numbers: list[str]) -> None:
    assert found(text, "es") == numbers


@pytest.mark.parametrize("text", SPANISH_NONE)
def test_spanish_words_that_count_nothing_are_not_found(text: str) -> None:
    assert found(text, "es-US") == []


@pytest.mark.parametrize("language", ["", "fr", "de-DE"])
def test_without_a_known_language_only_numerals_are_found(language: str) -> None:
    assert found("two, dos, 3 million, ½ and Ⅳ", language) == ["3", "½", "Ⅳ"]


@pytest.mark.parametrize("language", ["", "en", "es"])
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("½ 2½ m² ① Ⅳ 五", ["½", "2½", "²", "①", "Ⅳ", "五"]),
        ("٣ ２ 50\u202f000", ["٣", "２", "50\u202f000"]),
        ("$5 €1,000.50 25% 7 % ½ %", ["$5", "€1,000.50", "25%", "7 %", "½ %"]),
        ("5\u00ad0", ["5\u00ad0"]),
        ("", []),
    ],
)
def test_numerals_are_found_in_every_language(language: str, text: str, numbers: list[str]) -> None:
    assert found(text, language) == numbers

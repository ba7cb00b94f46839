"""Plain language: the measure against counts made by hand, what it leaves out, whom it names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefs.check import plain_language
from briefs.check.plain_language import check_reading, has_formula, measure, sentences_of
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place

ROOT = Path(__file__).resolve().parents[2]
PAGE = Place("page.md")
PLAIN = "The cat sat on the mat. The dog ran to the door."
HARD = "Local police may ask a family about immigration."
SPANISH = "La ley permite que un oficial trabaje con ellos."
ODD = "Coordination of administrative compensation necessitates deliberation."


def found_in(html: str, language: str, target: float) -> list[Diagnostic]:
    return list(check_reading(html, language, target, lambda *_: Place("facts.yaml", 7), PAGE))


def texts(html: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in sentences_of(html, language)]


@pytest.mark.parametrize(
    ("text", "sentences", "words", "syllables"),
    [
        (PLAIN, 2, 12, 12),
        (HARD, 1, 8, 16),  # lo-cal po-lice may ask a fam-i-ly a-bout im-mi-gra-tion
        (
            "A notary is not a lawyer. Ask for proof before you pay anyone. Local agencies decide "
            "whether their officers take part in the program, and the agreement can end at any "
            "time.",
            3,
            32,
            49,
        ),
    ],
)
def test_english_is_flesch_and_kincaids_grade(
    text: str, sentences: int, words: int, syllables: int
) -> None:
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    assert measure(text, "en-US") == pytest.approx(grade)


@pytest.mark.parametrize(
    ("text", "sentences", "words", "syllables"),
    [
        (SPANISH, 1, 9, 16),  # la ley per-mi-te que un o-fi-cial tra-ba-je con e-llos
        # pi-da a-yu-da a un a-bo-ga-do · un no-ta-rio no es a-bo-ga-do
        ("Pida ayuda a un abogado. Un notario no es abogado.", 2, 10, 21),
    ],
)
def test_spanish_is_szigriszt_and_pazos_perspicuity(
    text: str, sentences: int, words: int, syllables: int
) -> None:
    score = 206.835 - 62.3 * syllables / words - words / sentences
    assert measure(text, "es-US") == pytest.approx(score)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("policía", 4), ("inmigración", 4), ("agencia", 3), ("ciudad", 2), ("país", 2), ("leer", 2),
        ("aéreo", 4), ("guía", 2), ("guerra", 2), ("quien", 1), ("averigüe", 4), ("hoy", 1),
        ("y", 1), ("ahí", 2), ("ahora", 3), ("prohíbe", 3), ("oído", 3), ("construir", 2),
        ("marihuana", 4), ("yo", 1), ("Uruguay", 3), ("niños", 2), ("EE.UU", 1), ("2025", 1),
    ],
)  # fmt: skip
def test_spanish_syllables_follow_from_the_spelling(word: str, syllables: int) -> None:
    assert plain_language._syllables(word, "es") == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("agency", 3), ("officers", 3), ("enforcement", 3), ("immigration", 4), ("café", 2),
        ("the", 1), ("sheriff’s", 2), ("well-being", 3), ("30-day", 2), ("$50,000", 1),
        ("FBI", 1), ("MOAs", 1), ("U.S", 1),
    ],
)  # fmt: skip
def test_english_syllables(word: str, syllables: int) -> None:
    assert plain_language._syllables(word, "en") == syllables


def test_names_with_digits_telephone_numbers_and_addresses_are_left_out() -> None:
    text = (
        "Ask the 287(g) program for form I-9, call 1-866-347-2423 (1-866-DHS-2-ICE), "
        "(212) 555-0100 or 555-555-0100, or see ice.gov/careers, www.ice.gov or a.b@ice.gov."
    )
    words = "Ask the program for form call or or see or"
    assert list(plain_language._words(text)) == words.split()


@pytest.mark.parametrize(
    "name",
    ["555.AB.CD", "a@b", "https://a", "www.a", "ice.gov", "a.com", "1(g)", "A-9", "a9"],
)
def test_any_one_sign_of_a_left_out_word_is_enough(name: str) -> None:
    assert plain_language._words(f"see {name} now") == ["see", "now"]


def test_a_figure_is_one_word_however_it_is_grouped() -> None:
    assert list(plain_language._words("up to $50,000 by 2029")) == [
        "up",
        "to",
        "50,000",
        "by",
        "2029",
    ]
    assert list(plain_language._words("hasta 50\u00a0000 por 5\u00a0%")) == [
        "hasta",
        "50000",
        "por",
        "5",
    ]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "It began on Sept. 30, 2025 in the town. It ended.", 2),
        ("en", "The U.S. Department of Justice said so. It did.", 2),
        ("en", "He lives on St. Mary Street with Mr. J. P. Doe.", 1),
        ("en", "It grew by 7.5 percent. Then it fell!", 2),
        ("en", "See No. 5 on the list.", 1),
        ("en", "We said no. Then we left.", 2),
        ("en", "“We left.” They stayed. (It rained.) Why? Nobody knows…", 5),
        ("en", "He asked for e.g. water and bread, etc. and left.", 1),
        ("es", "Los EE. UU. y la Sra. López firmaron. ¿Por qué? Nadie lo sabe.", 3),
        ("es", "Véase la pág. 3 a las 5 p. m. del lunes. «Fin.» Adiós.", 3),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, text: str, count: int) -> None:
    assert len(texts(f"<p>{text}</p>", language)) == count


def test_paragraphs_and_list_items_end_a_sentence_without_a_stop() -> None:
    html = "<p>You can:</p><ul><li>ask <b>them</b><ul><li>by mail</li></ul></li><li>wait</li></ul>"
    assert texts(html) == ["You can:", "ask them", "by mail", "wait"]


@pytest.mark.parametrize(
    "left_out",
    [
        "<blockquote><p>Kept out.</p></blockquote>",
        '<p class="series">Kept out.</p>',
        '<p class="as-of">Kept out.</p>',
        '<div class="figure figure-bars"><p class="caption">Kept out.</p><img src="x">'
        '<p class="figure-note">Kept out.</p></div>',
        "<table><tr><td><p>Kept out.</p></td></tr></table>",
        '<section class="contacts"><ul><li>Kept out.</li></ul></section>',
        '<section class="closing"><p>Kept out.</p><ol><li>Kept out.</li></ol></section>',
        "<h1>Kept out.</h1><h2>Kept out.</h2>",
        "<div>Kept out.</div>",
        "<head><title>Kept out.</title></head>",
    ],
)
def test_what_is_not_running_prose_is_left_out(left_out: str) -> None:
    html = f'<html>{left_out}<p class="summary">Read this.</p>{left_out}<p>Read on.</p></html>'
    assert texts(html) == ["Read this.", "Read on."]


def test_citations_and_badges_are_left_out_of_their_sentence() -> None:
    html = (
        '<p><strong class="badge badge-view">view</strong> It is so.'
        '<sup class="cite"><a href="#source-1">1</a></sup> They <em>all</em> say\nso&nbsp;now.</p>'
    )
    assert texts(html) == ["It is so.", "They all say so now."]


def test_a_sentence_knows_its_facts() -> None:
    html = (
        '<p>It pays <span data-fact="bonus">up to&nbsp;$50,000</span>. Ask '
        '<span data-fact="a">us <span data-fact="b">first</span>. Then call</span> '
        '<span data-fact="c">them</span>.</p>'
    )
    assert [(one.text, one.facts) for one in sentences_of(html, "en")] == [
        ("It pays up to $50,000.", ("bonus",)),
        ("Ask us first.", ("a", "b")),
        ("Then call them.", ("a", "c")),
    ]


def test_a_page_misses_its_target_and_its_worst_sentences_are_named_with_their_places() -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def locate(sentence: str, facts: tuple[str, ...]) -> Place:
        asked.append((sentence, facts))
        return Place("facts.yaml", len(asked))

    long = (
        "Before an agency signs the memorandum it should consider compensation for the officers "
        "who leave for federal positions after completing their certification."
    )
    html = (
        f'<p>{PLAIN} {PLAIN} {ODD} <span data-fact="terms">{long}</span></p>'
        f"<p>{HARD} Officials agree. {PLAIN}</p>"
    )
    page, *worst = check_reading(html, "en", 5, locate, PAGE)
    assert (page.code, page.place) == (Code.READING_LEVEL, PAGE)
    assert "grade 5 at most" in page.message
    assert asked == [(long, ("terms",)), (ODD, ()), (HARD, ())]
    assert [found.place for found in worst] == [Place("facts.yaml", line) for line in (1, 2, 3)]
    assert worst[0].message == (
        f'"Before an agency signs the memorandum it should consider …" reads at grade '
        f"{measure([long], 'en'):.1f} (Flesch-Kincaid), in 22 words"
    )
    assert worst[0].mend.startswith('split it, or find shorter words for "certification"')
    assert worst[1].message.startswith('"Coordination of administrative compensation')
    assert worst[1].mend.startswith("find shorter words for ")


def test_the_target_is_compared_with_the_grade_that_is_shown() -> None:
    html = f"<p>{' '.join([HARD] * 4)}</p>"
    assert measure(HARD, "en") == pytest.approx(11.13)
    assert found_in(html, "en", 11.1) == []
    assert found_in(html, "en", 11)[0].message == (
        "the page's prose reads at grade 11.1 (Flesch-Kincaid); its template asks for "
        "grade 11 at most"
    )


def test_in_spanish_the_target_is_the_least_and_the_band_is_named() -> None:
    html = f"<p>{' '.join([SPANISH] * 4)}</p>"  # 87.1
    assert found_in(html, "es-US", 87) == []
    page, *worst = found_in(html, "es-US", 88)
    assert page.message == (
        "the page's prose reads at 87.1 (Szigriszt-Pazos; on the INFLESZ scale very easy); its "
        "template asks for 88 at least (very easy)"
    )
    assert {one.place for one in worst} == {Place("facts.yaml", 7)}


@pytest.mark.parametrize(
    ("score", "band"),
    [(80, "very easy"), (79.9, "fairly easy"), (65, "fairly easy"), (55, "normal"),
     (40, "somewhat hard"), (39.9, "very hard"), (-5, "very hard")],
)  # fmt: skip
def test_inflesz_bands(score: float, band: str) -> None:
    assert plain_language._band(score) == band


def test_an_easy_sentence_is_never_named() -> None:
    html = f"<p>{' '.join([PLAIN, ODD, PLAIN, PLAIN])}</p>"
    _, only = found_in(html, "en", 2)
    assert only.message.startswith('"Coordination')


def test_a_run_in_heading_does_not_make_prose_plainer() -> None:
    assert measure(f"Costs. {HARD} Two words.", "en") == measure(HARD, "en")


def test_a_short_text_is_not_judged() -> None:
    enough = f"<p>{' '.join([HARD] * 3)} Immigration legislation necessitates deliberation {{}}</p>"
    assert found_in(enough.format("."), "en", 5) == []
    assert found_in(enough.format("among politicians."), "en", 5) != []


def test_a_language_without_a_formula_is_not_judged() -> None:
    assert has_formula("en-US")
    assert has_formula("es")
    assert not has_formula("fr-CA")
    assert found_in(f"<p>{' '.join([HARD] * 9)}</p>", "fr-CA", 1) == []
    with pytest.raises(ValueError, match='no reading formula for "fr"'):
        measure("Bonjour à tous.", "fr")
    with pytest.raises(ValueError, match="no sentence"):
        measure("287(g)", "en")


def test_nothing_is_fetched_nor_read_outside_of_python_and_the_library_comes_late() -> None:
    script = """
import sys
from briefs.check.plain_language import measure
assert "syllapy" not in sys.modules
seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)))
measure("Local police may ask.", "en")
measure("La ley permite esto.", "es")
for event, args in seen:
    if event.startswith(("socket.", "urllib.", "subprocess.", "os.mkdir", "os.remove")):
        print(event, args)
    if event == "open" and isinstance(args[0], str):
        inside = args[0].startswith((sys.prefix, sys.base_prefix))
        if not inside or (args[1] or "r")[0] != "r":
            print(event, args)
assert "syllapy" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", script],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

"""A translation is named when its original changes, and when it has none."""

from __future__ import annotations

import pytest

from briefs.check.translations import check_translations
from briefs.model.diagnostic import Severity
from briefs.model.digests import words_hash
from briefs.model.origin import Origin
from briefs.model.template import Prose, ProseSheet, TemplateSource
from briefs.model.topic import Topic, TopicSheet


def prose(locale: str, text: str, made_from: dict[str, str] | None = None) -> Prose:
    sheet = ProseSheet(title="Pipes", summary="What is new.", translated_from=made_from)
    sheet.read_at(Origin(f"agency.{locale}.md", (), {("translated_from", "en"): (4, 7)}))
    return Prose(sheet, TemplateSource(f"agency.{locale}.md", text, language=locale))


def topic(*files: tuple[str, Prose], incomplete: frozenset[str] = frozenset()) -> Topic:
    texts = {("agency", locale): one for locale, one in files}
    return Topic("pipes", TopicSheet(title={"en": "Pipes"}), {}, {}, {}, texts, (), incomplete)


ENGLISH = prose("en", "Work begins.")
DIGITS = words_hash(ENGLISH)[:12]


def test_a_translation_of_the_words_that_stand_there_is_right() -> None:
    spanish = prose("es", "Empieza el trabajo.", {"en": DIGITS})
    assert list(check_translations(topic(("en", ENGLISH), ("es", spanish)))) == []


@pytest.mark.parametrize("key", ["title", "summary"])
def test_changed_words_are_named_with_their_new_hash(key: str) -> None:
    spanish = prose("es", "Empieza el trabajo.", {"en": DIGITS})
    changed = prose("en", "Work begins in May.")
    headed = Prose(ENGLISH.sheet.model_copy(update={key: "Others"}), ENGLISH.source)
    for original in (changed, headed):
        (found,) = check_translations(topic(("en", original), ("es", spanish)))
        assert found.severity is Severity.WARNING
        assert (found.place.file, found.place.line, found.place.column) == ("agency.es.md", 4, 7)
        assert found.mend.endswith(f"en: {words_hash(original)[:12]}")


def test_lines_around_the_words_and_what_they_were_made_from_do_not_count() -> None:
    other = prose("en", "\n\nWork begins.\n", {"fr": "0" * 12})
    assert words_hash(other) == words_hash(ENGLISH)


def test_an_original_that_is_not_there_is_an_error_unless_it_cannot_be_read() -> None:
    spanish = prose("es", "Empieza el trabajo.", {"en": DIGITS})
    (found,) = check_translations(topic(("es", spanish), ("fr", prose("fr", "Travaux."))))
    assert found.severity is Severity.ERROR
    assert 'no words for the audience agency in "en"' in found.message
    unread = topic(("es", spanish), incomplete=frozenset({"agency.en"}))
    assert list(check_translations(unread)) == []


def test_words_are_no_translation_of_themselves() -> None:
    (found,) = check_translations(topic(("en", prose("en", "Work begins.", {"en": DIGITS}))))
    assert found.severity is Severity.ERROR

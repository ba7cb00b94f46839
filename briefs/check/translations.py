"""Translations keep up with the words that they were made from.

Numbers and qualifiers come from the facts in every language; what a writer changes in one language
only is what nobody would notice.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.digests import words_hash
from briefs.model.guess import did_you_mean
from briefs.model.topic import Topic

_DIGITS = 12


def check_translations(topic: Topic) -> Iterator[Diagnostic]:
    """Prose whose original has changed since it was translated.

    Args:
        topic: The topic.
    """
    for (audience, locale), prose in topic.prose.items():
        for language, digits in (prose.sheet.translated_from or {}).items():
            place = prose.sheet.origin.at("translated_from", language)
            original = topic.prose.get((audience, language))
            if original is None or language == locale:
                if f"{audience}.{language}" not in topic.incomplete:
                    others = {one for who, one in topic.prose if who == audience} - {locale}
                    yield Diagnostic(
                        Code.TRANSLATION_BEHIND,
                        f'there are no words for the audience {audience} in "{language}" that '
                        "these could be translated from",
                        place,
                        did_you_mean(language, others, "name the language of the original"),
                    )
                continue
            now = words_hash(original)[:_DIGITS]
            if digits != now:
                yield Diagnostic(
                    Code.TRANSLATION_BEHIND,
                    f"{original.source.file} has changed since these words were translated from it",
                    place,
                    f"compare the two, mend what differs, then write {language}: {now}",
                    Severity.WARNING,
                )

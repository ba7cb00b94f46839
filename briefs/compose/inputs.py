"""Which of a project's text files an edition is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from briefs.compose.page import Page, find_prose
from briefs.compose.styles import BASE, LARGE_PRINT, TOKENS
from briefs.compose.web_page import STYLE as WEB
from briefs.model.edition import Edition
from briefs.model.project import Project
from briefs.model.template import TemplateSource
from briefs.model.text import fallbacks

_BUILT_IN = "(built-in) "
_STYLES = "assets/styles"
_FIGURE = "partials/figure.html.j2"


def texts_of(
    page: Page, edition: Edition, project: Project, *, web: bool = False
) -> tuple[str, ...]:
    """The text files that an edition is made from besides its facts and sources.

    That are its templates, style sheets and prose, the words of its locale, the topic's sheet and
    figures, the brand and the settings.

    Args:
        page: The composed page.
        edition: Which.
        project: All that was read.
        web: Whether it is a web page, which has a style sheet more.

    Returns:
        Paths from the root of the project, or of the built-in files where it has none of its own,
        sorted. A built-in file that fills in the rest of the project's own is named as shown.
    """
    files = {*_templates(page, edition, project), *_words(page, edition, project)}
    own = project.audiences[edition.audience].sheet.style
    styles = [TOKENS, BASE, own, LARGE_PRINT if edition.large_print else None, WEB if web else None]
    files |= {f"{_STYLES}/{name}" for name in styles if name in project.styles}
    return tuple(
        sorted(file if file in project.files else file.removeprefix(_BUILT_IN) for file in files)
    )


def _words(page: Page, edition: Edition, project: Project) -> Iterator[str]:
    topic = project.topics[edition.topic]
    prose = find_prose(topic, edition.audience, edition.locale)
    if prose is not None:
        yield prose.source.file
    name = next(name for name in fallbacks(edition.locale) if name in project.locales)
    yield from project.locales[name].files
    for entry in (
        project.settings,
        topic.sheet,
        *(topic.figures[figure] for figure in page.figures),
    ):
        yield entry.origin.file
    yield project.brand.origin.file


def _templates(page: Page, edition: Edition, project: Project) -> Iterator[str]:
    """The audience's template, and all that it is put together from."""
    waiting = [f"{edition.audience}.html.j2"]
    waiting += [_FIGURE] if page.figures else []
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in project.templates and name not in reached:
            reached.add(name)
            waiting += _referenced(name, project.templates)
    for name in reached:
        yield project.templates[name].file


def _referenced(name: str, templates: Mapping[str, TemplateSource]) -> list[str]:
    """The templates that one names; all where it works out a name while it is filled in."""
    found = _named(templates[name].text)
    return [*templates] if None in found else [one for one in found if one is not None]


@lru_cache(maxsize=256)
def _named(text: str) -> frozenset[str | None]:
    return frozenset(find_referenced_templates(_parser().parse(text)))


@lru_cache(maxsize=1)
def _parser() -> Environment:
    return Environment()  # noqa: S701 - parses only, renders nothing

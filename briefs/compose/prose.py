"""Markdown to HTML in the patterns that give right PDF tags.

Raw HTML is not let through. Tables get header cells with a scope, empty cells become fields to
write in, and links hold plain text only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import TemplateRuntimeError
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefs.compose.marks import settle


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    markdown.core.ruler.before("inline", "settle", _settle)
    markdown.core.ruler.push("cells", _cells)
    return markdown


def blocks(words: str) -> str:
    """Markdown paragraphs, lists and tables as HTML."""
    _want_no_mark(words)
    html: str = _markdown().render(words)
    return html


_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));")


def _want_no_mark(words: str) -> None:
    """Markdown would make characters of numbers such as ``&#57344;``: none may be a mark's."""
    if "&#" not in words:
        return
    for match in _ENTITY.finditer(words):
        number = int(match[1], 16) if match[1] else int(match[2])
        if 0xE000 <= number <= 0xE003:
            raise TemplateRuntimeError(f'"{match[0]}" may not stand in a text')


_MARKDOWN = re.compile(r"[^\w .,;:?()/$%–—’“”\u00a0\ue000-\ue003-]|_|  |^ | $")
"""What Markdown or HTML may make something of; text without any of it stays as it is."""


def inline(words: str) -> str:
    """Markdown within one line as HTML, without a paragraph around it."""
    settled = settle(words)
    if not _MARKDOWN.search(settled):
        return settled
    _want_no_mark(settled)
    html: str = _markdown().renderInline(settled)
    return html


def _settle(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.content = settle(token.content)


def _cells(state: StateCore) -> None:
    """Give header cells their scope; make the first cell of a row its header."""
    in_head = first = False
    tokens: Sequence[Token] = state.tokens
    for index, token in enumerate(tokens):
        if token.type in {"thead_open", "thead_close"}:
            in_head = token.type == "thead_open"
        elif token.type == "tr_open":
            first = True
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "td_open" and not in_head:
            empty = not tokens[index + 1].content.strip()
            if first and not empty:
                token.tag = _closing(tokens, index).tag = "th"
                token.attrSet("scope", "row")
            elif empty:
                token.attrJoin("class", "blank")
            first = False


def _closing(tokens: Sequence[Any], index: int) -> Any:
    return next(token for token in tokens[index:] if token.type == "td_close")

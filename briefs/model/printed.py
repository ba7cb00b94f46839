"""What a page printed of a fact, and where."""

from __future__ import annotations

from typing import NamedTuple


class Printed(NamedTuple):
    """One place of a page at which a fact stands.

    Attributes:
        fact: The fact's id.
        shown: Its words there, as plain text: the value with its qualifier, or the sentence.
        section: The section of the prose; empty for the page's head and foot.
        figure: The figure, where it is shown in one.
    """

    fact: str
    shown: str
    section: str = ""
    figure: str = ""

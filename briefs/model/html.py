"""What several rooms must know of HTML."""

from __future__ import annotations

VOID_TAGS = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("source", "track", "wbr"),
    }
)
"""Elements that have no end tag."""

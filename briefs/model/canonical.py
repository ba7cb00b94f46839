"""JSON in the one form that is hashed: the same data are the same bytes."""

from __future__ import annotations

import json


def canonical_json(plain: object) -> bytes:
    """Plain data as JSON: UTF-8, keys sorted, no blanks, one line break at the end."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()

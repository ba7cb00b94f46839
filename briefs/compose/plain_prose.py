"""Prose that only calls functions with an id, which is most prose, filled in without compiling.

Gives what Jinja would give. Jinja compiles a template before it fills it in, which takes a hundred
times as long as the filling; text with anything but plain calls is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from briefs.compose.budget import take_steps

_CALL = re.compile(
    r"\{\{ *(?P<function>[a-z_]+)\((?:\"(?P<id>[a-z0-9-]+)\"|'(?P<same>[a-z0-9-]+)')\)"
    r"(?:\.(?P<attribute>value|counted|label|as_of))? *\}\}"
)


class PlainProse:
    """Text with plain calls, split once.

    Attributes:
        file: The file to name in findings.
        line: The line of the file on which the text starts.
        calling: The line of the call that is being made.
    """

    def __init__(self, text: str, file: str, line: int) -> None:
        self.file = file
        self.line = line
        self.calling = line
        self.calls = list(_CALL.finditer(text))
        self.text = text.removesuffix("\n")

    def render(self, functions: Mapping[str, Callable[[str], Any]]) -> str:
        """The text with what its calls give, escaped where that is not markup."""
        parts: list[str] = []
        at = 0
        self.calling = self.line
        for call in self.calls:
            between = self.text[at : call.start()]
            self.calling += between.count("\n")
            take_steps()
            parts += [between, self._called(call, functions)]
            at = call.end()
        parts.append(self.text[at:])
        return "".join(parts)

    @staticmethod
    def _called(call: re.Match[str], functions: Mapping[str, Callable[[str], Any]]) -> Markup:
        result = functions[call["function"]](call["id"] or call["same"])
        return escape(getattr(result, call["attribute"]) if call["attribute"] else result)


def is_plain(text: str, functions: Mapping[str, Any]) -> bool:
    """Whether every brace of a text belongs to a plain call of one of the functions."""
    rest = _CALL.sub(lambda call: "" if call["function"] in functions else "{", text)
    return "{" not in rest and "}" not in rest

"""Jinja's compiler with our limits written into what it compiles, and its faults told plainly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame

from briefs.compose.filters import LOOP

_NEVER = re.compile("[\ue000-\ue003\ud800-\udfff]")
"""Characters that mark facts on a page, and halves of characters."""

COMPILER_FAULTS = (
    AssertionError,
    LookupError,
    MemoryError,
    OverflowError,
    RecursionError,
    SyntaxError,
    ValueError,
)
"""What Jinja's and Python's compilers raise on text that they cannot take."""


class Compiler(CodeGenerator):
    """Writes code that pays for loops and inclusions, and measures text and lists it makes."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        """A loop; none may call itself."""
        if node.recursive:
            self.fail("a loop may not be recursive", node.lineno)
        super().visit_For(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """``a ~ b``."""
        self.write("environment.joined((")
        for piece in node.nodes:
            self.visit(piece, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        """``[a, b]``."""
        self.write("environment.held(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        """``{a: b}``."""
        self.write("environment.held(")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        """``(a, b)``, or the names that a loop or an assignment gives values to."""
        if node.ctx != "load":
            super().visit_Tuple(node, frame)
            return
        self.write("environment.held(")
        super().visit_Tuple(node, frame)
        self.write(")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Inclusion of another template."""
        self._pay(node)
        super().visit_Include(node, frame)

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:  # noqa: N802
        """Import of another template's macros."""
        self._pay(node)
        super().visit_Import(node, frame)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        """Import of some of another template's macros."""
        self._pay(node)
        super().visit_FromImport(node, frame)

    def _pay(self, node: nodes.Node) -> None:
        self.writeline("environment.take_steps()", node)

    def visit_ScopedEvalContextModifier(  # noqa: N802
        self, node: nodes.ScopedEvalContextModifier, frame: Frame
    ) -> NoReturn:
        """``{% autoescape false %}``."""
        self.fail("a template may not switch escaping on or off", node.lineno)


def prepare(tree: nodes.Template, name: str | None, file: str | None) -> nodes.Template:
    """A parsed template whose loops pay for their turns.

    Raises:
        TemplateSyntaxError: If its text holds a character that no text may hold.
    """
    for loop in list(tree.find_all(nodes.For)):
        line = loop.iter.lineno
        loop.iter = nodes.Filter(loop.iter, LOOP, [], [], None, None, lineno=line)
        loop.iter.environment = tree.environment
    for node in tree.find_all((nodes.Const, nodes.TemplateData)):
        text = getattr(node, "value", getattr(node, "data", None))
        bad = _NEVER.search(text) if isinstance(text, str) and not text.isascii() else None
        if bad:
            message = f"the character U+{ord(bad[0]):04X} may not stand in a text"
            raise TemplateSyntaxError(message, node.lineno, name, file)
    return tree


def uncompiled(error: BaseException, text: str, file: str | None) -> TemplateSyntaxError:
    """What is wrong with a template that Jinja cannot take, at its longest line."""
    lines = text.split("\n")
    longest = max(range(len(lines)), key=lambda index: len(lines[index])) + 1
    return TemplateSyntaxError(_in_words(error), longest, file, file)


def unaccepted(error: SyntaxError, code: str, file: str | None) -> TemplateSyntaxError:
    """What is wrong with a template whose code Python does not take, at the template's line."""
    line = next(
        (line for line, after in reversed(list(_lines_of(code))) if after <= (error.lineno or 1)),
        1,
    )
    return TemplateSyntaxError(_in_words(error), line, file, file)


def _lines_of(code: str) -> Iterator[tuple[int, int]]:
    """A template's lines, each with the line of its code from which it counts."""
    noted = code.rpartition("debug_info = '")[2].rstrip().rstrip("'")
    for pair in noted.split("&") if noted else ():
        line, _, after = pair.partition("=")
        yield int(line), int(after)


def _in_words(error: BaseException) -> str:
    words = str(error)
    if isinstance(error, RecursionError | MemoryError) or "too many" in words:
        return "too many blocks or brackets are nested in each other"
    if "integer string conversion" in words:
        return "a number has too many digits"
    named = re.search(r"(?:argument '(?:l_\d+_)?|repeated: (?:l_\d+_)?)(\w+)", words)
    if isinstance(error, SyntaxError) and named:
        return f'the argument "{named[1]}" is given twice'
    return f"this is no valid template: {words or type(error).__name__}"

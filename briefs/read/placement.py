"""Which sections a template places, and in what order: a static look, nothing is rendered.

Loops over names that stand in the template, blocks, inclusions and names that are set are followed;
of a condition both sides are, unless it compares such a name with a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

from briefs.model.template import AudienceTemplate, TemplateSource

_MOST_STEPS = 20_000
"""Parts of templates looked at; a template that needs more is not looked through."""

Known = Mapping[str, tuple[str, ...]]
"""The texts that a variable may be, as far as they stand in the template."""


class Placement(NamedTuple):
    """What a look at a template found.

    Attributes:
        sections: Ids of the sections that it places, in the order of the page.
        complete: Whether it places no others: False where an id is worked out on the way.
    """

    sections: tuple[str, ...]
    complete: bool


def placement_of(name: str, templates: Mapping[str, TemplateSource]) -> Placement:
    """The sections that a template places.

    Args:
        name: The template's name.
        templates: All templates by the name under which they include each other.
    """
    look = _Look(templates)
    try:
        look.at_page(name)
    except (TemplateSyntaxError, RecursionError):
        look.complete = False  # that is a finding of its own
    return Placement(tuple(look.found), look.complete)


def declared_in_order(
    template: AudienceTemplate, templates: Mapping[str, TemplateSource]
) -> tuple[str, ...]:
    """The sections that an audience's template declares, in the order in which it places them.

    Those that it places nowhere, or at a name that is worked out on the way, come last.

    Args:
        template: The audience's template.
        templates: All templates by the name under which they include each other.
    """
    sheet = template.sheet
    declared = [*sheet.sections, *sheet.optional_sections]
    placed = placement_of(f"{template.id}.html.j2", templates).sections
    return tuple(dict.fromkeys([*(one for one in placed if one in declared), *declared]))


@cache
def _parser() -> Environment:
    return Environment()  # noqa: S701 - parses only, renders nothing


class _Look:
    """One look through a template and all that it extends and includes."""

    def __init__(self, templates: Mapping[str, TemplateSource]) -> None:
        self.found: dict[str, None] = {}
        self.complete = True
        self._templates = templates
        self._blocks: dict[str, nodes.Block] = {}
        self._open: list[str] = []
        self._steps = 0

    def at_page(self, name: str) -> None:
        """Look at a page: at its outermost template, with the innermost blocks."""
        tree = self._tree(name)
        while tree is not None:
            for block in tree.find_all(nodes.Block):
                self._blocks.setdefault(block.name, block)
            extends = tree.find(nodes.Extends)
            if extends is None:
                self._look(tree, {})
                return
            parent = _texts(extends.template, {})
            tree = self._tree(parent[0]) if parent else None
        self.complete = False

    def _tree(self, name: str) -> nodes.Template | None:
        """A template's parts; None where there is no such template, or where it is open already."""
        if name not in self._templates or name in self._open:
            return None
        self._open.append(name)
        return _parser().parse(self._templates[name].text)

    def _look(self, node: nodes.Node, known: Known) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            self.complete = False
            return
        match node:
            case nodes.For(target=nodes.Name(name=name)):
                for text in _texts(node.iter, known) or [None]:
                    turn = {**known, name: () if text is None else (text,)}
                    self._look_at_all(node.body, turn)
                self._look_at_all(node.else_, known)
            case nodes.If():
                self._choose(node, known)
            case nodes.Block():
                self._look_at_all(self._blocks.get(node.name, node).body, known)
            case nodes.Include():
                self._include(node, known)
            case nodes.Call(node=nodes.Name(name="section")):
                self._place(node, known)
            case nodes.Call(node=nodes.Name(name="super")):
                self.complete = False
            case _:
                self._look_at_all(node.iter_child_nodes(), known)

    def _look_at_all(self, parts: Iterable[nodes.Node], known: Known) -> None:
        within = dict(known)
        for node in parts:
            if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
                within[node.target.name] = _texts(node.node, within)
            self._look(node, within)

    def _choose(self, node: nodes.If, known: Known) -> None:
        """Look at the side that a condition leads to; at all where only the page knows."""
        truth = _truth(node.test, known)
        if truth is None:
            self._look(node.test, known)
        if truth is not False:
            self._look_at_all(node.body, known)
        if truth is not True:
            self._look_at_all([*node.elif_, *node.else_], known)

    def _include(self, node: nodes.Include, known: Known) -> None:
        names = _texts(node.template, known)
        self.complete &= bool(names)
        for name in names:
            tree = self._tree(name)
            if tree is not None:
                self._look(tree, known)
                self._open.remove(name)

    def _place(self, call: nodes.Call, known: Known) -> None:
        names = _texts(call.args[0], known) if call.args else ()
        self.complete &= bool(names)
        for name in names:
            self.found.setdefault(name)


def _texts(node: nodes.Node, known: Known) -> tuple[str, ...]:
    """The texts that an expression may be or hold; none where they are worked out."""
    match node:
        case nodes.Const(value=str(text)):
            return (text,)
        case nodes.Name(name=name):
            return known.get(name, ())
        case nodes.List() | nodes.Tuple():
            return tuple(text for item in node.items for text in _texts(item, known))
    return ()


def _truth(test: nodes.Node, known: Known) -> bool | None:
    """Whether ``name == "text"`` or ``name != "text"`` holds; None where that is not known."""
    match test:
        case nodes.Compare(
            expr=nodes.Name(name=name),
            ops=[nodes.Operand(op="eq" | "ne" as operator, expr=nodes.Const(value=str(text)))],
        ) if len(known.get(name, ())) == 1:
            return (known[name][0] == text) is (operator == "eq")
    return None

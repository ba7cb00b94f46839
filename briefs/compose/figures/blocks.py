"""Figures as blocks of a page: caption, drawing, alt text, data table and note from one fact set.

What is drawn is left to :mod:`briefs.compose.figures`, how the block looks to the template
``partials/figure.html.j2``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from briefs.compose.budget import take_steps
from briefs.compose.environment import page_template
from briefs.compose.figures.dates import first_day
from briefs.compose.figures.draw import draw
from briefs.compose.figures.sheet import Datum, Drawing, Group, Style
from briefs.compose.marks import CITE, Mark, citation, outside
from briefs.compose.printer import Printer, begun
from briefs.model.codes import Code
from briefs.model.fact import Fact
from briefs.model.figure import Figure, FigureKind
from briefs.model.guess import did_you_mean
from briefs.model.template import TemplateSource
from briefs.model.value import NUMERIC_KINDS

FIGURE_SCHEME = "figure:"
"""Figures stand in a page's HTML as ``<img src="figure:KEY">`` until they are exported."""

_KEY_LENGTH = 32
"""A drawing's key is the beginning of its digest."""

_WITH_BARS = {FigureKind.BARS, FigureKind.COMPARISON, FigureKind.MULTIPLES}
"""Kinds whose goals and limits are bars, which the note says how to read."""

_COST = 100
"""Steps of the page's budget that a figure takes: it is drawn and measured."""


@dataclass(slots=True)
class FigureBlocks:
    """The figures of one page.

    Attributes:
        printer: Prints their facts.
        style: How their drawings look.
        templates: For the template of the block.
        drawings: Drawings by key, in the order of the page.
        loose: The blocks' HTML outside of marks.
        counts: How many figures and tables there are up to now.
        shown: Their ids, in the order of the page.
    """

    printer: Printer
    style: Style
    templates: Mapping[str, TemplateSource]
    drawings: dict[str, Drawing] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    shown: dict[str, None] = field(default_factory=dict)

    def figure(self, name: str) -> Markup:
        """``figure("id")``: the drawing with caption, alt text, data table and note."""
        figure = self.printer.topic.figures.get(name)
        if figure is None:
            self.printer.report(
                Code.FIGURE_UNKNOWN,
                f'there is no figure "{name}"',
                self.printer.calling(),
                did_you_mean(name, self.printer.topic.figures),
            )
            return Markup("")
        take_steps(_COST)
        self.printer.figure = figure.id
        self.shown.setdefault(figure.id)
        groups = self._groups(figure)
        whole = self._datum(self.printer.known(figure.whole)) if figure.whole else None
        self.counts["table" if figure.kind is FigureKind.TABLE else "figure"] += 1
        html = self._figure_html(figure, groups, whole)
        self.printer.figure = ""
        return Markup(self.printer.marks.add(Mark(html, block=True)))  # noqa: S704 - a mark

    def _groups(self, figure: Figure) -> list[Group]:
        """The figure's facts, worded; one group without a label where it has none."""
        if not figure.groups:
            return [Group("", tuple(self._datum(self.printer.known(one)) for one in figure.facts))]
        return [
            Group(
                self.printer.plain_words(group.label, group, "label"),
                tuple(self._datum(self.printer.known(one)) for one in group.facts),
            )
            for group in figure.groups
        ]

    def _figure_html(self, figure: Figure, groups: list[Group], whole: Datum | None) -> str:
        data = [datum for group in groups for datum in group.data]
        trailing = [whole] if whole else []
        shown = [*data, *trailing]
        sources = dict.fromkeys(self.printer.topic.facts[datum.fact].source for datum in shown)
        dates = sorted(self.printer.topic.facts[datum.fact].as_of for datum in shown)
        one_day = dates[0] == dates[-1]
        as_of = self.printer.own(self.printer.wording.day(dates[0])) if one_day else ""
        image: dict[str, Any] | None = None
        if figure.kind is not FigureKind.TABLE:
            drawing = draw(figure.kind, groups, whole, self.style)
            key = drawing.digest[:_KEY_LENGTH]
            self.drawings[key] = drawing
            image = {
                "src": f"{FIGURE_SCHEME}{key}",
                "alt": self._alt(figure, groups, whole),
                "width": drawing.width,
                "height": drawing.height,
            }
        template = page_template("partials/figure.html.j2", self.templates.items())
        keys = {datum.measure.value for datum in data if datum.value is not None}
        html = template.render(
            figure={
                "id": figure.id,
                "kind": figure.kind.value,
                "number": self.printer.own(str(self.counts["figure" if image else "table"])),
                "caption": self.printer.words(figure.caption, figure, "caption"),
                "note": self.printer.words(figure.note, figure, "note") if figure.note else "",
                "image": image,
                "measures": sorted(keys - {"result"}) if figure.kind in _WITH_BARS else [],
                "groups": [
                    {
                        "label": self.printer.words(group.label, group, "label"),
                        "rows": [self._row(datum) for datum in one.data],
                    }
                    for group, one in zip(figure.groups, groups, strict=False)
                ],
                "rows": [self._row(datum) for datum in (trailing if figure.groups else shown)],
                "as_of": as_of,
                "cite": Markup("".join(citation(source) for source in sources)),  # noqa: S704
            },
            message=self.printer.message,
        )
        self.loose.append(outside(html))
        return html

    def _row(self, datum: Datum) -> dict[str, str]:
        fact = self.printer.topic.facts[datum.fact]
        label = begun(CITE.sub("", self.printer.words(fact.label, fact, "label")))
        when = self.printer.own(f", {datum.when_shown}") if fact.period else ""
        return {
            "label": Markup(f"{label}{when}"),  # noqa: S704
            "shown": self.printer.print(fact, datum.shown),
            "as_of": self.printer.own(datum.as_of),
        }

    def _datum(self, fact: Fact) -> Datum:
        number = fact.parsed if fact.kind in NUMERIC_KINDS else None
        shown = (
            self.printer.wording.with_noun(fact)
            if fact.value is not None
            else self.printer.wording.message("no-amount", {})
        )
        return Datum(
            fact.id,
            begun(self.printer.plain_words(fact.label, fact, "label")),
            shown,
            number,  # type: ignore[arg-type]
            self.printer.wording.day(fact.as_of),
            fact.nature,
            fact.qualifier,
            fact.when,
            self.printer.wording.day(fact.when) if fact.when else "",
            fact.place or "",
            ahead=fact.when is not None and first_day(fact.when) > fact.as_of,
        )

    def _alt(self, figure: Figure, groups: list[Group], whole: Datum | None) -> Markup:
        """What the drawing shows, in words; facts are marks here as well."""
        own, message = self.printer.own, self.printer.message
        items = own("; ".join(_in_words(group) for group in groups))
        text = message(f"alt-{figure.kind}", items=items)
        if whole is not None:
            said = message("alt-whole", label=own(whole.label), shown=own(whole.shown))
            text = text + " " + said
        return text


def _in_words(group: Group) -> str:
    """A group's values, for those who hear the figure."""
    items = "; ".join(
        f"{', '.join(filter(None, (datum.label, datum.when_shown)))}: {datum.shown}"
        if datum.shown != datum.when_shown
        else f"{datum.label}: {datum.shown}"
        for datum in group.data
    )
    return f"{group.label}: {items}" if group.label else items

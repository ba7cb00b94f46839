"""Texts with holes and conditions, without marks that shells and workflows use themselves."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined

from briefs.publish.schedule.plan import Plan

_ENVIRONMENT = Environment(  # noqa: S701 - plain text files, not HTML
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    trim_blocks=True,
    variable_start_string="@<",
    variable_end_string=">@",
    block_start_string="@%",
    block_end_string="%@",
    comment_start_string="@#",
    comment_end_string="#@",
)


def filled(text: str, plan: Plan, **more: object) -> str:
    """A text with a plan's values in place.

    Args:
        text: ``@<name>@`` is a value, ``@% if name %@`` begins a condition.
        plan: Its attributes are the values.
        more: Further values.
    """
    return _ENVIRONMENT.from_string(text).render(plan=plan, **more)

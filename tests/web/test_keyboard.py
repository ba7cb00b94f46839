"""Without a mouse, and on a screen that is enlarged four times."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.web.conftest import AUDIENCES, Opener, Twin

pytestmark = [pytest.mark.chrome]

_STOPS = """() => [...document.querySelectorAll("a[href], button, input, textarea, [tabindex='0']")]
  .filter((one) => one.checkVisibility())"""

_NUMBER_THEM = f"({_STOPS})().forEach((one, at) => one.dataset.stop = at)"

_HERE = """() => {
  const one = document.activeElement;
  const look = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    stop: one === document.body ? -1 : Number(one.dataset.stop ?? -2),
    outline: look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth),
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left >= 0
      && box.left < innerWidth,
  };
}"""


def walk(page: Page) -> list[dict[str, float]]:
    """Every stop that the Tab key makes, until it leaves the page."""
    page.evaluate(_NUMBER_THEM)
    stops = []
    for _ in range(300):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here["stop"] == -1:
            return stops
        stops.append(here)
    raise AssertionError("the Tab key does not leave the page")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_tab_reaches_everything_in_its_order_and_shows_where_it_is(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins[audience].web)
    stops = walk(page)
    expected = page.evaluate(f"({_STOPS})().length")
    assert [one["stop"] for one in stops] == list(range(expected))
    assert expected > 5
    assert all(one["outline"] >= 2 for one in stops)
    assert all(one["inside"] for one in stops)


def test_the_first_stop_leads_past_the_masthead(twins: dict[str, Twin], opened: Opener) -> None:
    page = opened(twins["agency"].web)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_figure_is_opened_walked_and_closed_by_key(
    twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins["agency"].web)
    page.locator(".explore > .open").first.focus()
    page.keyboard.press("Enter")
    stage = page.locator(".stage").first
    stage.locator(".main-svg").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert stage.locator(".told").inner_text() == (
        "Signing bonus for new hires: up\u00a0to\u00a0$50,000"
    )
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert not stage.is_visible()
    assert page.locator(".frame .drawing").first.is_visible()


def test_a_field_can_be_filled_in_and_says_what_it_is_for(
    twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins["agency"].web)
    field = page.get_by_role("textbox").first
    field.focus()
    page.keyboard.type("42")
    assert field.input_value() == "42"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_enlarged_four_times_nothing_is_scrolled_sideways(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    """A window of 1280 px at 400 % is 320 px wide (WCAG 2.2, 1.4.10)."""
    page = opened(twins[audience].web, width=320)
    for button in page.locator(".explore > .open").all():
        button.click()
    for stage in page.locator(".stage").all():
        stage.locator(".main-svg").first.wait_for()
        stage.locator(".next").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate("window.scrollTo(200, 0)")
    assert page.evaluate("window.scrollX") == 0


@pytest.mark.parametrize("audience", AUDIENCES)
def test_spaced_text_is_not_cut_off(audience: str, twins: dict[str, Twin], opened: Opener) -> None:
    """The spacing that a reader may set (WCAG 2.2, 1.4.12), at 320 px."""
    page = opened(twins[audience].web, width=320, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
        "word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320

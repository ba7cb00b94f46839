"""The first topic against the traps of its article."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from briefs.compose.page import Page
from briefs.model.value import Status
from briefs.publish.build import prepare
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project

ROOT = Path(__file__).resolve().parents[2]

IDS = [
    "article-asof",
    "recruiting-287g-officers",
    "leaders-pushing-back",
    "campaign-tension",
    "campaign-name",
    "campaign-launch",
    "hiring-goal-thousands",
    "hiring-goal-total",
    "hiring-goal-fy2025",
    "hiring-horizon",
    "signing-bonus-max",
    "loan-repayment-max",
    "leap-rate",
    "auo-offered",
    "retirement-enhanced",
    "table-signing-bonus",
    "table-loan-repayment",
    "table-leap",
    "incentives-target-experienced",
    "ice-belief-quick-step",
    "obbb-support",
    "plan-purpose",
    "campaign-most-aggressive",
    "lea-worry-shortstaffed",
    "quote-sheriff-same-boat",
    "def-287g",
    "def-moa",
    "def-delegated-authority",
    "def-287g-function",
    "pending-total",
    "pending-jail",
    "pending-taskforce",
    "pending-asof",
    "interest-remains-strong",
    "program-controversial",
    "supporters-view",
    "critics-view",
    "some-places-ended",
    "agencies-harder-to-staff",
    "fewer-people-service",
    "quote-chief-peter-paul",
    "ice-not-coordinating",
    "trust-damage-worry",
    "phrase-common",
    "drive-part-of-bigger-plan",
    "noem-needs-officers",
    "noem-policies-failure",
    "noem-urgent",
    "hiring-not-easy",
    "past-data-slow",
    "ice-hopes-speed",
    "could-weaken-partnerships",
    "officials-tactics-concern",
    "masks-unmarked-vehicles",
    "tactics-frighten",
    "michigan-mask-bill",
    "advocates-criticism",
    "advocates-call-to-end",
    "advocates-recruiting-worse",
    "quote-advocate-trust",
    "ice-continues-processing",
    "program-still-growing",
    "outlook-campaign-continues",
    "outlook-partnership-change",
    "outlook-agencies-exit",
    "outlook-new-rules",
    "rec-agency-talk",
    "rec-agency-moa-terms",
    "rec-community-rights",
    "rec-community-informed",
    "rec-community-contact-police",
    "rec-community-contact-advocates",
    "res-careers-page",
    "res-287g-email",
    "res-287g-page",
    "res-ice-phone",
    "conclusion-complex",
    "conclusion-goals-vs-risks",
    "rec-all-work-together",
    "rec-monitor",
    "nutshell-heading",
    "derived-pending-sum",
    "derived-bonus-plus-loan",
    "derived-goal-share",
]


@pytest.fixture(scope="module")
def project() -> OpenProject:
    return open_project(ROOT)


@pytest.fixture(scope="module")
def pages(project: OpenProject) -> dict[str, Page]:
    composed, findings = prepare(project, Selection())
    assert findings == ()
    return {edition.audience: page for edition, page in composed.items()}


def said(page: Page) -> str:
    """All that a page says, alt texts included, without the head."""
    body = re.sub(r"<head>.*?</head>", "", page.html, flags=re.DOTALL)
    alts = " ".join(re.findall(r'alt="([^"]*)"', body))
    text = unescape(re.sub(r"<[^>]*>", " ", body) + " " + alts)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def test_every_item_of_the_article_is_in_the_fact_base(project: OpenProject) -> None:
    facts = project.content.topics["287g-recruitment"].facts
    assert len(IDS) == 84
    assert [name for name in IDS if name not in facts] == []


@pytest.mark.parametrize(
    "words",
    [
        "AUI", "[email", "N/A", "110,000", "7,500", "generous", "aggressive", "slam", "admit",
        "illegals", "same boat", "Noem", "866", "recently", "Task Force Member", "Nutshell",
    ],
)  # fmt: skip
def test_no_brief_says(pages: dict[str, Page], words: str) -> None:
    for audience, page in pages.items():
        assert words not in said(page), audience


def test_caps_and_floors_keep_their_qualifier(pages: dict[str, Page]) -> None:
    for page in pages.values():
        text = said(page)
        for value, full in (
            ("$50,000", "up to $50,000"),
            ("$60,000", "up to $60,000"),
            ("10,000", "at least 10,000"),
        ):
            assert text.count(value) == text.count(full)
    assert "up to $60,000" in said(pages["agency"])
    assert "$60,000" not in said(pages["community"])


def test_held_and_excluded_facts_are_printed_nowhere(
    project: OpenProject, pages: dict[str, Page]
) -> None:
    facts = project.content.topics["287g-recruitment"].facts
    held = {name for name, fact in facts.items() if fact.status is not Status.OK}
    nobody = {name for name, fact in facts.items() if fact.audiences == []}
    assert {"noem-policies-failure", "quote-sheriff-same-boat", "res-287g-email"} <= held
    for page in pages.values():
        assert not (held | nobody) & set(page.printed)


def test_the_two_goals_are_set_apart_and_their_relation_is_left_open(
    pages: dict[str, Page],
) -> None:
    text = said(pages["agency"])
    assert "does not say whether the goal of 2,500 in fiscal year 2025 is part of" in text
    assert "hiring-goal-fy2025" not in pages["community"].printed


def test_the_split_of_the_pending_applications_stands_with_its_note(
    pages: dict[str, Page],
) -> None:
    text = said(pages["agency"])
    assert text.count("11 applications") >= 2
    assert "22 applications" in text
    assert "the split may be incomplete" in text
    assert "pending-jail" not in pages["community"].printed


def test_the_community_brief_explains_all_three_models(pages: dict[str, Page]) -> None:
    models = {"model-jail-enforcement", "model-task-force", "model-warrant-service"}
    assert models <= set(pages["community"].printed)


def test_views_and_forecasts_stand_in_pairs(pages: dict[str, Page]) -> None:
    assert {"critics-view", "supporters-view"} <= set(pages["community"].printed)
    assert {"outlook-agencies-exit", "outlook-new-rules"} <= set(pages["agency"].printed)


def test_the_community_sheet_is_at_most_350_words(pages: dict[str, Page]) -> None:
    html = pages["community"].html
    body = html[html.index('<section class="key">') : html.index('<section class="closing">')]
    without = re.sub(r"<table.*?</table>|<sup.*?</sup>", " ", body, flags=re.DOTALL)
    words = re.findall(r"[\w’'$,()-]*\w[\w’'$,()-]*", unescape(re.sub(r"<[^>]*>", " ", without)))
    assert 200 < len(words) <= 350

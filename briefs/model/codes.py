"""The catalogue of findings: one stable name each, with what it stands for."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Names of findings. Users silence and look up by them, so they never change meaning."""

    summary: str
    group: str

    def __new__(cls, name: str, summary: str, opens: str = "") -> Code:
        """A member whose value is its name.

        Args:
            name: The name that users see.
            summary: Its line in the docs.
            opens: The group that begins with it; the members below belong to the same group.
        """
        member = str.__new__(cls, name)
        member._value_ = name
        member.summary = summary
        member.group = opens or list(cls.__members__.values())[-1].group
        return member

    @property
    def of_set_pages(self) -> bool:
        """Whether only a build can find it, on the pages as they were set."""
        return self.startswith("page-")

    FILE_MISSING = "file-missing", "A file that the project needs is not there.", "files"
    FILE_UNREADABLE = "file-unreadable", "A file cannot be read, or lies outside the project."
    TEXT_ENCODING = "text-encoding", "A file is not UTF-8."
    TEXT_CHARACTER = "text-character", "A character would break the PDF or hide what is written."
    YAML_SYNTAX = "yaml-syntax", "A YAML file cannot be read."
    YAML_DUPLICATE_KEY = "yaml-duplicate-key", "A key stands twice in one YAML mapping."
    YAML_FEATURE = "yaml-feature", "A YAML feature that fact bases may not use."
    TOML_SYNTAX = "toml-syntax", "briefs.toml cannot be read."
    TEMPLATE_SYNTAX = "template-syntax", "A template or a prose file is not valid Jinja."

    KEY_UNKNOWN = "key-unknown", "An entry has a key that its kind does not know.", "entries"
    KEY_MISSING = "key-missing", "An entry lacks a key that it needs."
    VALUE_INVALID = "value-invalid", "A value has the wrong form."
    ID_DUPLICATE = "id-duplicate", "Two entries have one id."
    DATE_IMPOSSIBLE = (
        "date-impossible",
        "A date is yet to come, or does not fit those beside it.",
    )

    SECTION_ID = "section-id", "A section's heading has no id.", "prose"
    SECTION_MISSING = "section-missing", "A prose file lacks a section that its template places."
    SECTION_UNUSED = "section-unused", "A prose file has a section that its template never places."
    TRANSLATION_BEHIND = "translation-behind", "Words were translated from others that changed."

    FACT_UNKNOWN = "fact-unknown", "A fact is named that the fact base does not have.", "references"
    SOURCE_UNKNOWN = "source-unknown", "A source is named that sources.yaml does not have."
    FIGURE_UNKNOWN = "figure-unknown", "A figure is named that figures.yaml does not have."
    SECTION_UNKNOWN = "section-unknown", "A template places a section that it does not declare."
    MESSAGE_UNKNOWN = "message-unknown", "A template prints words that no locale file has."
    AUDIENCE_UNKNOWN = "audience-unknown", "An audience is named that has no template."
    TOPIC_UNKNOWN = "topic-unknown", "A brief is of a topic that the project does not have."
    UNIT_UNKNOWN = "unit-unknown", "A unit is neither a currency, percent, nor declared."
    LOCALE_MISSING = "locale-missing", "Words are missing in a language that a brief is built in."
    FACT_UNUSED = "fact-unused", "A fact is printed by none of the briefs that it is meant for."
    FIGURE_UNUSED = "figure-unused", "A figure is placed by none of the briefs it is meant for."
    SOURCE_UNUSED = "source-unused", "No fact cites a source."

    REVIEW_DUE = "review-due", "A fact's review-by date has passed.", "freshness"
    REVIEW_OVERDUE = "review-overdue", "A fact's review-by date and its time of grace have passed."

    APPROVAL_UNKNOWN = "approval-unknown", "What is approved does not exist.", "approval"
    APPROVAL_VOID = "approval-void", "What was approved has changed since."
    APPROVAL_EXPIRED = "approval-expired", "An approval has run out."
    APPROVAL_MISSING = "approval-missing", "A brief is to be built that nobody has approved."

    FACT_HELD = "fact-held", "A fact that is held or withdrawn would be printed.", "facts"
    FACT_AUDIENCE = "fact-audience", "A fact would be printed for an audience it is not meant for."
    FACT_FORM = "fact-form", "A fact is used in a way that its kind does not have."
    ATTRIBUTION_MISSING = "attribution-missing", "A view's sentence does not say whose it is."
    QUOTE_ALTERED = "quote-altered", "A quote is not what its evidence says."
    QUALIFIER_DROPPED = "qualifier-dropped", "A bare value would lose its 'up to' or 'at least'."
    PAIR_MISSING = "pair-missing", "A view is printed without the view that it is paired with."
    FORMULA_INVALID = "formula-invalid", "A formula cannot be computed."
    DERIVE_FORBIDDEN = "derive-forbidden", "A formula uses a fact that forbids arithmetic."
    PARTS_DISAGREE = "parts-disagree", "Parts do not add up to the total that they are parts of."
    SOURCES_DISAGREE = "sources-disagree", "One of two values that disagree is printed alone."

    LINK_DEAD = "link-dead", "An address does not answer.", "evidence"
    EVIDENCE_MISSING = "evidence-missing", "A fact's evidence does not stand in its source's copy."
    EVIDENCE_VALUE = "evidence-value", "A fact's evidence holds numbers, but not its value."
    EVIDENCE_QUALIFIER = (
        "evidence-qualifier",
        "Evidence says 'up to' or the like where its fact says something else.",
    )
    COPY_MISSING = "copy-missing", "There is no copy of a source to compare its facts with."
    COPY_ALTERED = "copy-altered", "A source's copy is not the one that its facts were read from."

    WORD_LOADED = "word-loaded", "A word takes a side.", "neutrality"
    VIEW_AS_FACT = "view-as-fact", "A view, forecast or advice is set as if it were a fact."
    PAIR_UNEQUAL = "pair-unequal", "Two paired views differ in length by more than a fifth."
    QUOTES_UNBALANCED = "quotes-unbalanced", "A page quotes one side more often than another."
    TITLE_VERDICT = "title-verdict", "A title gives a verdict where it should name the subject."

    BRAND_CONTRAST = "brand-contrast", "A colour of the brand cannot be read on its paper.", "brand"

    FIGURE_UNITS = "figure-units", "A chart would show two units on one axis.", "figures"
    FIGURE_FACT = "figure-fact", "A figure cannot show a fact of this kind."
    FIGURE_AUDIENCE = "figure-audience", "A figure is placed for an audience it is not meant for."

    TEMPLATE_ERROR = "template-error", "A template cannot be filled in.", "the page"
    NUMBER_UNBOUND = "number-unbound", "A number stands on the page that no fact stands behind."
    ADDRESS_UNVERIFIED = "address-unverified", "An address or telephone number is no contact fact."
    PLACEHOLDER = "placeholder", "A stand-in such as N/A is printed in the place of a fact."
    CONTACT_UNVERIFIED = "contact-unverified", "A contact is printed that nobody has tried."
    CONTACT_MISSING = "contact-missing", "A page that must say where to turn does not."
    VANITY_ALTERED = "vanity-altered", "A number in letters is not the number in digits."
    WORDS_OVER = "words-over", "A page has more words than its audience's template allows."
    READING_LEVEL = "reading-level", "Prose is harder to read than its audience's template allows."
    PAGE_BUDGET = "page-budget", "A brief has more pages than its audience's template allows."
    PAGE_WIDOW = "page-widow", "A single line of a text stands alone on a page or in a column."
    PAGE_HEADING = "page-heading", "A heading stands at a page's or column's foot without its text."
    PAGE_SPLIT = "page-split", "A figure, quote or pair of views is split over pages or columns."
    PAGE_EMPTY = "page-empty", "The last page of a text is less than a fifth full."
    PAGE_OVERFLOW = (
        "page-overflow",
        "Text or an image runs over the edge of its page or column, or over other text.",
    )

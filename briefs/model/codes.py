"""The catalogue of findings: one stable name each, with what it stands for."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Names of findings. Users silence and look up by them, so they never change meaning."""

    summary: str

    def __new__(cls, name: str, summary: str) -> Code:
        """A member whose value is its name; ``summary`` is its line in the docs."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.summary = summary
        return member

    # files
    FILE_MISSING = "file-missing", "A file that the project needs is not there."
    FILE_UNREADABLE = "file-unreadable", "A file cannot be read, or lies outside the project."
    TEXT_ENCODING = "text-encoding", "A file is not UTF-8."
    TEXT_CHARACTER = "text-character", "A character would break the PDF or hide what is written."
    YAML_SYNTAX = "yaml-syntax", "A YAML file cannot be read."
    YAML_DUPLICATE_KEY = "yaml-duplicate-key", "A key stands twice in one YAML mapping."
    YAML_FEATURE = "yaml-feature", "A YAML feature that fact bases may not use."
    TOML_SYNTAX = "toml-syntax", "briefs.toml cannot be read."
    TEMPLATE_SYNTAX = "template-syntax", "A template or a prose file is not valid Jinja."
    # entries
    KEY_UNKNOWN = "key-unknown", "An entry has a key that its kind does not know."
    KEY_MISSING = "key-missing", "An entry lacks a key that it needs."
    VALUE_INVALID = "value-invalid", "A value has the wrong form."
    ID_DUPLICATE = "id-duplicate", "Two entries have one id."
    # prose
    SECTION_ID = "section-id", "A section's heading has no id."
    SECTION_MISSING = "section-missing", "A prose file lacks a section that its template places."
    SECTION_UNUSED = "section-unused", "A prose file has a section that its template never places."
    # references
    FACT_UNKNOWN = "fact-unknown", "A fact is named that the fact base does not have."
    SOURCE_UNKNOWN = "source-unknown", "A source is named that sources.yaml does not have."
    FIGURE_UNKNOWN = "figure-unknown", "A figure is named that figures.yaml does not have."
    SECTION_UNKNOWN = "section-unknown", "A template places a section that it does not declare."
    MESSAGE_UNKNOWN = "message-unknown", "A template prints words that no locale file has."
    AUDIENCE_UNKNOWN = "audience-unknown", "An audience is named that has no template."
    TOPIC_UNKNOWN = "topic-unknown", "A brief is of a topic that the project does not have."
    UNIT_UNKNOWN = "unit-unknown", "A unit is neither a currency, percent, nor declared."
    LOCALE_MISSING = "locale-missing", "Words are missing in a language that a brief is built in."
    # facts
    FACT_HELD = "fact-held", "A fact that is held or withdrawn would be printed."
    FACT_AUDIENCE = "fact-audience", "A fact would be printed for an audience it is not meant for."
    FACT_FORM = "fact-form", "A fact is used in a way that its kind does not have."
    ATTRIBUTION_MISSING = "attribution-missing", "A view's sentence does not say whose it is."
    QUOTE_ALTERED = "quote-altered", "A quote is not what its evidence says."
    QUALIFIER_DROPPED = "qualifier-dropped", "A bare value would lose its 'up to' or 'at least'."
    PAIR_MISSING = "pair-missing", "A view is printed without the view that it is paired with."
    FORMULA_INVALID = "formula-invalid", "A formula cannot be computed."
    DERIVE_FORBIDDEN = "derive-forbidden", "A formula uses a fact that forbids arithmetic."
    PARTS_DISAGREE = "parts-disagree", "Parts do not add up to the total that they are parts of."
    # figures
    FIGURE_UNITS = "figure-units", "A chart would show two units on one axis."
    FIGURE_FACT = "figure-fact", "A figure cannot show a fact of this kind."
    FIGURE_AUDIENCE = "figure-audience", "A figure is placed for an audience it is not meant for."
    # the page
    NUMBER_UNBOUND = "number-unbound", "A number stands on the page that no fact stands behind."
    ADDRESS_UNVERIFIED = "address-unverified", "An e-mail address or a stand-in for one is printed."
    TEMPLATE_ERROR = "template-error", "A template cannot be filled in."

"""Names in the output folder: its ledger, and the folders that are no brief's."""

LEDGER = "ledger.jsonl"
DRAFTS = "drafts"
FIGURES = "figures"
RECORDS = "records"
SITE = "site"
SUPERSEDED = "superseded"

APART = frozenset({DRAFTS, FIGURES, SITE})
"""Folders whose files were never issued."""

KEPT_FOLDERS = APART | {RECORDS, SUPERSEDED}
"""Folders that no brief may be called after."""

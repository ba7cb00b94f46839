"""The output folder, and the names in it: its ledger, and the folders that are no brief's."""

OUTPUT = "output"
"""Its name in a project, where no other is given."""

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

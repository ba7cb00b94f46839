"""Names in the output folder: its ledger, and the folders that are no brief's."""

LEDGER = "ledger.jsonl"
DRAFTS = "drafts"
RECORDS = "records"
SITE = "site"
SUPERSEDED = "superseded"

KEPT_FOLDERS = frozenset({DRAFTS, RECORDS, SITE, SUPERSEDED})
"""Folders that no brief may be called after."""

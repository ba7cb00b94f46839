"""Regenerate on a schedule: build what changed, show the pages, prepare a proposal."""

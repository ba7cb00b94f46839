"""Editions as they are issued: numbered, recorded, written in a ledger, put in place."""

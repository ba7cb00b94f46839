"""How much of a file is read back, whatever its form."""

MAX_RECORD = 2 << 20
"""Bytes of a record; that of a long brief has a tenth of it."""

MAX_LINKS = 5_000

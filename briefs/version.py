"""The version, without looking up installed packages (that takes longer than ``--version``)."""

VERSION = "0.1.0"

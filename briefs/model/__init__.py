"""Frozen values that the whole house speaks in. Imports nothing of ours."""

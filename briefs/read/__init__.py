"""Text to values with positions. Every mistake becomes a diagnostic, none an exception."""

"""What a file says, read back from it, by whoever holds it; hostile files are normal here."""

"""What is added to an issued PDF behind its last byte: stamps, signatures; and what was added."""

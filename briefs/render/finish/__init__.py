"""What is done to a PDF while it is written: judged, tagged, its form, its record, its seal."""

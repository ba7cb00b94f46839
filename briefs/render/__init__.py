"""The engines: figures to SVG (Kaleido), pages to PDF (WeasyPrint), each in its own process."""

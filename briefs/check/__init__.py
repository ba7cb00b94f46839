"""Pure: values in, diagnostics out; one module a family of rules."""

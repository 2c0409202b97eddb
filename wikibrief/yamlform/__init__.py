"""A document's YAML and JSON, both ways: text, documents, comments, validation."""

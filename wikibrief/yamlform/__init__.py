"""A document's YAML and JSON, both ways: text, documents, comments, validation.

- ``text``: YAML text to plain data with positions, and back; knows nothing of documents
- ``documents``: documents and metadata to YAML and JSON and back, and the schema
- ``validation``: plain data to a value of our types, or every problem in it
- ``comments``: keep the comments of a YAML file in its newer text
"""

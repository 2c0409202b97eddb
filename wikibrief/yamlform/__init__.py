"""A document's YAML and JSON, both ways: text, documents, comments, validation.

- ``data``: plain data, what YAML and JSON can say
- ``characters``: those that only an escape can hold, in YAML and in messages
- ``emitter``: plain data to YAML for people; knows nothing of documents
- ``parser``: YAML to plain data with positions; knows nothing of documents
- ``tables``: data that wikibrief comes with, parsed once for all processes
- ``jsonparser``: JSON to plain data, and positions
- ``shapes``: what YAML holds for each annotation of our types, and their short forms
- ``lines``: transclusions as lines of text
- ``validation``: plain data to a value of our types, or every problem in it
- ``wording``: what its messages call values, and what they suggest
- ``schema``: our types to JSON Schemas, for editors
- ``places``: where a value of a document is in its YAML or JSON
- ``marks``: marks without a reference, and references without a mark
- ``documents``: documents to YAML and JSON and back
- ``metadata``: the layers of metadata that hold for a document, merged
- ``comments``: keep the comments of a YAML file in its newer text
"""

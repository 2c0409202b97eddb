"""What a document can be read from and made into.

- ``table``: all formats; everything that differs between two of them is in their rows
- ``forms``: what a format reads and renders
- ``leaving``: what a document leaves in the log for the files about all documents
- ``documents``: YAML and JSON, which hold all of a document
- ``wikitext``: the markup of both dialects
- ``page``: HTML
- ``briefing``: PDF
- ``pandoc``: pandoc's AST, and the formats that pandoc makes of it
- ``facts``: the facts, and the files about all documents that are made of them
"""

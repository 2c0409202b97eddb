"""References as values: out of the texts that hold them, and back.

- ``citations``: what a reference says: a citation, or inline wikitext
- ``keys``: keys of references without a name, made of what they cite
- ``lifting``: references out of the texts of a document, as values
- ``lowering``: references back into the texts that mark them
- ``rewriting``: changed references over those of a base
"""

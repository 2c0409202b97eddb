"""What a dialect can hold with the same meaning, and why it cannot hold the rest.

- ``documents``: a document as a dialect can hold it
- ``blocks``: each in a form that markup can hold
- ``arguments``: escaped as wiki editors do it, and those that no plain infobox can have
"""

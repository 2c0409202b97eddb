"""The Jinja environments, and the words that pages use in the article's language.

- ``environment``: the sandboxed Jinja environments; observes which templates are used
- ``files``: the one door to files of templates
- ``words``: what pages say, in the article's language
"""

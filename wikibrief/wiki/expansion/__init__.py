"""Expand parser functions, variables and the wiki's own templates, from text to text.

This is what MediaWiki's preprocessor does before it parses anything else.

- ``expander``: expand a text as MediaWiki's preprocessor does
- ``braces``: what is in braces, with its parts
- ``calls``: a function's arguments, and how it asks for them
- ``control``: functions that choose between their arguments and expand only what they choose
- ``functions``: parser functions and variables by name
- ``inclusion``: which part of a template a transclusion includes
- ``expression``: the calculator of ``#expr``
- ``dates``: dates as PHP's strtotime reads them
- ``times``: ``#time`` and the variables of dates
- ``locales``: functions that depend on the language
- ``strings``: functions of strings
- ``phpnumbers``: numbers as PHP reads and prints them
- ``markers``: what expansion must not touch
- ``page``: what expansion knows of its page
- ``names``: ``PAGENAME``, ``ns``, ``fullurl``, ``#titleparts``
"""

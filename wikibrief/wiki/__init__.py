"""MediaWiki's language without documents: lexical rules, page names, namespaces, expansion.

- ``scanner``: lexical rules that reader, writer and renderer share
- ``openers``: what is open in a text, of which the scanner makes constructs
- ``titles``: page names
- ``namespaces``: what the names of pages begin with, in MediaWiki's languages
- ``source``: line ends, unified for reading and restored for writing
- ``references``: ``<ref>`` elements of a text, and the marks that take their place
- ``citations``: the kinds of Citation Style 1, and their arguments
- ``redirects``: pages that only lead to another one
- ``roman``: Roman numerals
- ``expansion``: parser functions, variables and the wiki's own templates
- ``infoboxes``: what infoboxes call their arguments, in the wikis of all languages
- ``anchors``: the ids of headings, and how fragments that lead to them are written in addresses
- ``entities``: ``&amp;``, ``&#38;`` and ``&#x26;``
- ``magicwords``: the options of images, the switches of pages, link trails
- ``tags``: the one table of those that wikitext and our pages have, and what each is
- ``export``: the pages of a wiki, out of its XML
"""

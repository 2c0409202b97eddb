"""MediaWiki's language without documents: lexical rules, page names, namespaces, expansion.

- ``scanner``: lexical rules that reader, writer and renderer share
- ``titles``: page names
- ``namespaces``: the words of MediaWiki's languages for namespaces, image options and switches
- ``source``: line ends, unified for reading and restored for writing
- ``roman``: Roman numerals
- ``expansion``: parser functions, variables and the wiki's own templates
- ``infoboxes``: what infoboxes call their arguments, in the wikis of all languages
- ``anchors``: the ids of headings, and how fragments that lead to them are written in addresses
- ``entities``: ``&amp;``, ``&#38;`` and ``&#x26;``
- ``magicwords``: the options of images, the switches of pages, link trails
- ``tags``: the one table of those that wikitext and our pages have, and what each is
"""

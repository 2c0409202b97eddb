"""MediaWiki's language without documents: lexical rules, page names, namespaces, expansion."""

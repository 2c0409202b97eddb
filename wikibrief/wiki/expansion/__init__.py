"""Expand parser functions, variables and the wiki's own templates, from text to text.

This is what MediaWiki's preprocessor does before it parses anything else.
"""

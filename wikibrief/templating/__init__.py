"""The Jinja environments, and the words that pages use in the article's language."""

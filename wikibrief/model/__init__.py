"""What an article is: the document, its metadata, and which values of two lists belong together."""

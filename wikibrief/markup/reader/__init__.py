"""Read source text into a document and its source map, going through it once, line by line."""

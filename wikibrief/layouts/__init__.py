"""Show ``{{name}}`` without its wiki: find the layout, read its arguments, compute its values."""

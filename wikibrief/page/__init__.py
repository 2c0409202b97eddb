"""Blocks to HTML: the renderer, notes, figures, the sanitizer, the values of templates."""

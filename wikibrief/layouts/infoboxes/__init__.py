"""Lay infoboxes out: sort their arguments into rows, sides, pictures and groups."""

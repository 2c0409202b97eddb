"""What an article says as data, as pure functions of the document.

- ``keyfacts``: the infobox sorted into facts, sides, pictures and the rest
"""

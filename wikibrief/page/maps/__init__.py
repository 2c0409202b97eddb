"""The locator map: where on the Earth an article's place is, from shapes that come with wikibrief.

- ``drawing``: the map of a page as HTML, by ``templates/html/map.html.j2``
- ``locator``: the map of a place or of a state, as values that a template draws
- ``view``: which state is meant, and what of the Earth is shown
- ``labels``: names where they touch neither borders nor each other
- ``clipping``: lines and outlines as paths, cut at the edges of a map
- ``atlas``: areas, borders and cities: ``atlas.json``, which ``tools/cut_map.py`` makes
- ``projections``: the Earth in a plane
"""

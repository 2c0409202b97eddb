"""HTML writer: a document as one self-contained page, or as the article's body alone.

What is shown, and how, is in ``templates/html``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from wikibrief.facts.forms.jsonld import dump_event
from wikibrief.facts.model import Facts
from wikibrief.inline.context import Surroundings
from wikibrief.inline.passes import printable
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.inputs import read_inputs
from wikibrief.page.maps.drawing import draw_map
from wikibrief.page.marking.marked import Written, demand_markings
from wikibrief.page.values import collect_values
from wikibrief.templating.environment import Markup, Templates
from wikibrief.templating.styles import read_checked

__all__ = ["write_html"]


def write_html(
    document: Document,
    *,
    fragment: bool = False,
    metadata: Metadata | Mapping[str, object] | None = None,
    templates: Templates | Path | str | None = None,
    media: Path | str | None = None,
    around: Surroundings | None = None,
) -> str:
    """Return the page of ``document``; with ``fragment`` its body alone, as the wiki shows it.

    ``metadata`` has the keys of a sidecar (``{"marking": "TLP:RED"}``); ``templates`` is a folder
    of your own templates, ``media`` one of the files that the article shows. ``around`` is what a
    build knows of the other documents. What cannot be found is a Python warning.

    Raises ProblemError when the metadata or a template is wrong.
    """
    inputs = read_inputs(metadata, templates, media, around)
    values = collect_values(
        document, inputs.metadata, inputs.templates, inputs.around, as_wiki=fragment
    )
    if fragment:
        html = inputs.templates.render("html/fragment.html.j2", **values)
    else:
        sheet = read_checked("html/style.css", inputs.templates)
        facts = values["facts"]
        if isinstance(facts, Facts):
            event = dump_event(replace(facts, title=str(values["title"])))
            values["event"] = Markup(event)
        values["locator_map"] = draw_map(inputs.metadata, inputs.templates, values).html
        html = inputs.templates.render("html/page.html.j2", style=Markup(sheet.text), **values)
        page = Written(html, "html/page.html.j2", sheet)
        demand_markings(page, [inputs.metadata.marking], inputs.templates)
    inputs.warn()
    return printable(html)

"""Hostile articles: the attacks in ``tests/attacks``, and the pages that are made of them.

A case is one attack: ``wikitext``, a ``yaml`` document, or ``metadata`` (a sidecar). It becomes a
page by itself; an attack in wikitext is also planted wherever an article can hold a text, and goes
through the sanitizer as the HTML that it should never have become.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cases import Case, in_folder

from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Document
from wikibrief.model.metadata import Attribution, Metadata
from wikibrief.page.sanitizer import sanitize
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.yamlform.documents import load_yaml
from wikibrief.yamlform.metadata import load_metadata

__all__ = ["ATTACKS_ON_MARKINGS", "EVERY_ATTACK", "METADATA", "page_with", "pages_of"]

EVERY_ATTACK = in_folder("page/attacks")
ATTACKS_ON_MARKINGS = in_folder("page/attacks", "marking.txt")

METADATA = Metadata(
    language="en",
    marking="TLP:RED",
    source=Attribution(name="Wiki", wiki="https://a.example/", licence="CC BY-SA 4.0"),
)

FIELD = r"""{{DISPLAYTITLE:@}}
{{Infobox military conflict
| conflict = @
| partof = @
| date = a @
| combatant1 = @
| casualties1 = * @
* @
| image = @
| @ = b
| c@
}}
{{about|@|d=@}}
Lead @ text. [[@]] [[@|@]] [@ e] [https://a.example/@ @] [[:f@#@|]] ''@'' '''@'''

== g @ ==
* @
*# @
; @ : @
:: @
{| class="@" style="@"
|+ @
|- title="@"
! @ !! scope="@" | h
|-
| @ || style="@" | i
|}
[[File:@|thumb|alt=@|link=@|@]]
[[File:j.jpg|class=@|@]]
<gallery caption="@" class='@'>
@|@
k.jpg|alt=@|@
</gallery>
<ref name="@" group='@'>@</ref><ref name=@ />

=== @ ===
{{quote|@|author=@}} {{cite web|url=@|title=@|date=@}} {{efn|@}} {{convert|@|km}}
<span title="@" id='@' class=@ style="@">@</span> <div style='color:@'>@</div>
<nowiki>@</nowiki> <code>@</code> <math>@</math> <!-- @ -->
<syntaxhighlight lang="@">@</syntaxhighlight>
<pre class="@">@</pre>
 @
<blockquote cite="@">@</blockquote>

== @ ==
<references group="@">
<ref name="l@">@</ref>
</references>
[[Category:@|@]]
[[fr:@]]
"""
"""An article with a place for a text (``@``) wherever one can be."""


def pages_of(case: Case) -> Iterator[str]:
    """Yield the pages that an attack makes; none where it is refused."""
    for section in case.sections:
        match section.kind:
            case "wikitext":
                yield _page(read(section.text), METADATA)
                attack = section.text.removesuffix("\n")
                yield page_with(sanitize(attack))
                source = Attribution(*[attack] * 6)
                metadata = replace(METADATA, title=attack, source=source)
                yield _page(read(FIELD.replace("@", attack)), metadata)
            case "yaml":
                yield _page(load_yaml(section.text), METADATA)
            case "metadata":
                try:
                    metadata = load_metadata([("sidecar", section.text)])
                except ProblemError:
                    continue
                yield _page(Document(lead=("Text.",)), metadata)
            case kind:
                raise ValueError(kind)


def page_with(body: str) -> str:
    """Return a page with nothing in it but ``body``."""
    return write_html(Document(lead=("@",)), metadata=METADATA).replace("<p>@</p>", body)


def _page(document: Document, metadata: Metadata) -> str:
    return write_html(document, metadata=metadata)

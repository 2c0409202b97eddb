"""The Jinja environments, and the words that pages use in the article's language.

- ``environment``: the sandboxed Jinja environments; observes which templates are used
- ``bytecode``: what templates were compiled to, so that they are compiled once
- ``assets``: the files that templates and style sheets name, as parts of these
- ``sheets``: style sheets as they are read, and what is where in their source
- ``rules``: style sheets as blocks of rules, whatever they are nested in
- ``styles``: errors of style sheets
- ``families``: the font families that style sheets name
- ``files``: the one door to files of templates
- ``words``: what pages say, in the article's language
"""

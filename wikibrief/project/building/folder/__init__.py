"""The output folder: what a build may do there, and what it leaves besides artifacts.

- ``locking``: one build at a time
- ``protection``: what a person has edited is not overwritten
- ``placing``: what workers have staged is put in place
- ``companions``: the files that belong next to artifacts
- ``leftovers``: the artifacts of sources that are gone
"""

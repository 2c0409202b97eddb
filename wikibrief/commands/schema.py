"""``wikibrief schema``: the JSON Schema of the YAML form."""

from __future__ import annotations

from pathlib import Path

import click

from wikibrief.commands import options
from wikibrief.commands.terminal import results, streams
from wikibrief.engine import files
from wikibrief.yamlform.schema import dump_schema

__all__ = ["command"]


@click.command("schema")
@click.option("--metadata", is_flag=True, help="That of _defaults.yaml and NAME.meta.yaml instead.")
@click.option(
    "--output", type=options.path(dir_okay=False), help="File to write.  [default: stdout]"
)
@results.set_exit_code
def command(output: Path | None, *, metadata: bool) -> bool:
    """Write the JSON Schema of the YAML form, for editors that check and complete."""
    text = dump_schema(metadata=metadata)
    if output:
        files.save(output, text.encode(), files.stamp(output))
    else:
        streams.write_out(text.encode())
    return True

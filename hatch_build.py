"""What goes into the wheel besides the code: its bill of materials (PEP 770), in CycloneDX.

It lists wikibrief and the packages that it needs, in the versions that ``requirements/core.txt``
pins: those that it was tested with.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PIN = re.compile(r"^([\w.-]+)==(\S+).*\n((?:[ #].*\n)*)", re.MULTILINE)
_NEEDED_BY = re.compile(r"^ +#(?: via)? +([\w.-]+)(?: \(pyproject\.toml(:\w+)?\))?$", re.MULTILINE)


class BillOfMaterials(BuildHookInterface[Any]):
    """Writes the bill of materials where hatchling looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to the wheel."""
        del version
        pins = Path(self.root, "requirements", "core.txt").read_text("utf-8")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(make_bill(self.metadata.version, pins), "utf-8")
        build_data["sbom_files"].append(str(self._path))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the file that is in the wheel now."""
        del version, build_data, artifact_path
        self._path.unlink()

    @property
    def _path(self) -> Path:
        return Path(self.directory, "wikibrief.cdx.json")


def make_bill(version: str, pins: str) -> str:
    """Make the bill of what wikibrief needs, of the lines that pip-compile and uv write."""
    needed_by = {
        (name, pinned): {by for by, group in _NEEDED_BY.findall(why) if not group}
        for name, pinned, why in _PIN.findall(pins)
    }
    known = {"wikibrief": f"pkg:pypi/wikibrief@{version}"}
    while more := {
        name: f"pkg:pypi/{name}@{pinned}"
        for (name, pinned), by in needed_by.items()
        if name not in known and by & known.keys()
    }:
        known |= more
    pairs = [(name, by) for (name, _), each in needed_by.items() if name in known for by in each]
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                **_describe("wikibrief", version, known["wikibrief"]),
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [
            _describe(name, pinned, known[name]) for name, pinned in needed_by if name in known
        ],
        "dependencies": [
            {"ref": reference, "dependsOn": sorted(known[name] for name, by in pairs if by == each)}
            for each, reference in known.items()
        ],
    }
    return f"{json.dumps(bill, indent=2)}\n"


def _describe(name: str, version: str, reference: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": version,
        "purl": reference,
    }

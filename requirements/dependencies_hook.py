"""Hatch metadata hook: the package depends on what requirements/product.in names, so there is one list."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class CustomMetadataHook(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        lines = (Path(self.root) / "requirements" / "product.in").read_text(encoding="utf-8").splitlines()
        wanted = (line.split("#", 1)[0].strip() for line in lines)
        metadata["dependencies"] = [line for line in wanted if line]

"""Where the KERN design system lies: inside the wheel `mkdocs-kern-ux`, served unmodified."""

from importlib.util import find_spec
from pathlib import Path

_spec = find_spec("mkdocs_kern_ux")
if _spec is None or _spec.origin is None:  # pragma: no cover - the lock file installs it
    raise ImportError("Das Paket „mkdocs-kern-ux“ fehlt. Installieren Sie Allmende neu.")
KERN_DIRECTORY = Path(_spec.origin).parent / "kern-ux" / "vendor" / "kern"

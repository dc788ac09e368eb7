"""Where the queue looks for what it does for this app."""

from allmende.oparl.importing import tasks as importing
from allmende.oparl.serving import tasks as serving

__all__ = ["importing", "serving"]

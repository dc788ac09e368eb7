"""What every app's search returns, so that one page can show all hits together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit: `kind` is the label shown before the title ("Kreis", "Vorlage"); a higher rank comes first."""

    kind: str
    title: str
    text: str
    url: str
    rank: float

"""What the recorded actions are called. Every app names its own in `AppConfig.ready`.

The words follow a name: „Anna Beispiel hat sich angemeldet“ is written as `"hat sich angemeldet"`.
"""

from collections.abc import Mapping

_labels: dict[str, object] = {}


def name_actions(labels: Mapping[str, object]) -> None:
    """Add names of actions; they may be lazily translated. Raises ValueError for a code named before."""
    if taken := _labels.keys() & labels.keys():
        raise ValueError(f"audit actions named twice: {', '.join(sorted(taken))}")
    _labels.update(labels)


def action_label(action: str) -> str:
    """Return the name of an action, or its code where nobody named it."""
    return str(_labels.get(action, action))


def named_actions() -> list[tuple[str, str]]:
    """Return all codes with their names, ordered by name, for filters."""
    return sorted(((code, str(label)) for code, label in _labels.items()), key=lambda pair: pair[1])

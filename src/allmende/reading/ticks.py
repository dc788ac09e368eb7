"""Boxes to tick in a form: which words are ticked; an empty form is no statement."""

import re

_BOX = re.compile(
    r"(?P<ticked>☒|☑|✓|✔|\[\s?[xX]\s?\]|\(\s?[xX]\s?\))|(?P<empty>☐|□|❑|\[\s?\]|\(\s{1,2}\)|_{2,})"
)
_LONGEST_LABEL = 60


def has_boxes(text: str) -> bool:
    """Tell whether a text holds boxes to tick, empty or not."""
    return _BOX.search(text) is not None


def ticked(text: str) -> list[str]:
    """Return the words behind each ticked box, up to the next box or the end of the line."""
    boxes = list(_BOX.finditer(text))
    words = []
    for index, box in enumerate(boxes):
        if box["ticked"]:
            end = boxes[index + 1].start() if index + 1 < len(boxes) else len(text)
            label = text[box.end() : end].strip().split("\n")[0]
            words.append(" ".join(label[:_LONGEST_LABEL].split()))
    return [word for word in words if word]

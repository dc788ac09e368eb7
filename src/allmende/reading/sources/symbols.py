"""Characters that office programs take from picture fonts, as the signs people saw on paper."""

PRIVATE_USE = {
    "\uf052": "☑",
    "\uf053": "☒",
    "\uf054": "☒",
    "\uf06e": "■",
    "\uf06f": "☐",
    "\uf071": "☐",
    "\uf072": "☐",
    "\uf076": "❖",
    "\uf078": "☒",
    "\uf0a3": "☐",
    "\uf0a7": "▪",
    "\uf0a8": "☐",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0e8": "➔",
    "\uf0fb": "☒",
    "\uf0fc": "✓",
    "\uf0fd": "☒",
    "\uf0fe": "☑",
}
"""Wingdings and Symbol in the private use area; a form ticks its boxes with them."""

HIDDEN_HYPHENS = {"\x02": "-", "\xad": "-", "\ufffe": "-"}
"""What PDF readers deliver for a hyphen drawn at the end of a line."""

SIGNS = str.maketrans({**PRIVATE_USE, **HIDDEN_HYPHENS, "\x00": "\N{REPLACEMENT CHARACTER}"})


def symbol(code: str) -> str:
    """Return the sign for a hexadecimal character code of a picture font, or nothing for a bad code."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= number < 0xD800 and not 0xE000 <= number < 0x110000:
        return ""
    # Older files write the bare byte instead of the private use character.
    char = chr(0xF000 + number) if number < 0x100 else chr(number)
    return PRIVATE_USE.get(char, char)

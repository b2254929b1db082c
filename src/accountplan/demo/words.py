"""Small matters of wording: letters that an address takes, numbers as a language writes them."""

from __future__ import annotations

import unicodedata


def ascii_letters(text: str) -> str:
    """Only plain small letters and digits: `Café De Één` → `cafedeeen`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def spoken(number: float, language: str) -> str:
    """A number as a sentence has it: `480.000` and `31,8` in Dutch."""
    text = f"{number:,.1f}".removesuffix(".0")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))

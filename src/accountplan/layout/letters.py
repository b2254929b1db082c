"""How wide texts are, and how many lines they take in a column: rows do not grow by themselves in every program.

The widths are the advances of Carlito (SIL Open Font License), which are by design those of Calibri, in units of
1/2048 of the font's size. Kerning and ligatures, which make a text a little narrower, are left out. A program on a
screen rounds every letter to whole pixels and so comes out up to 4 % wider or narrower; `_MARGIN` covers that.

Columns are measured as Excel does: a column of width w is w × 7 + 5 pixels wide, of which 5 are its own padding.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_EM = 2048
_PIXEL = 0.75
"""Points in a pixel, at 96 dots per inch."""
_DIGIT, _PADDING, _INDENT = 7, 5, 10
"""Pixels of one unit of column width, of a column's own padding, of one step of indent."""
_MARGIN, _SPARE = 1.03, 2
_LINE = 15 / 11
"""Height of a line of text, in font sizes."""
_AIR = 5
"""Points above and below the lines of a row, together."""
_TALLEST = 409.0
"""Excel takes no taller row."""

_SPACE = 463
_ADVANCES = """
    ' 452 478   ilı 470 503   j 490 523   ſ 497 529   ¹ 504 517   ł 507 540   ,‘’‚ 511 528   I 516 546   . 517 547
    · 517 548   ľ 540 627   :; 548 565   ` 596 615   ´ 598 616   () 621 638   f 625 648   - 627 627   [] 628 665
    ¸ 629 621   {} 644 704   J 653 678   !¡ 667 667   ³ 685 688   t 686 710   ² 688 692   ° 694 701   ‹› 694 705
    ŧ 700 726   ť 708 744   r 714 728   ŀ 765 865   /\\ 791 880   s 801 817   ¨ 804 849   ¯ 807 799   z 809 814
    " 821 898   ª 824 852   “”„ 857 891   L 861 866   º 865 891   c 866 857   Ľ 866 881   Ł 880 886   x 887 941
    v 925 969   y 927 970   kĸ 931 983   F 941 940   S 941 968   | 943 973   ?¿ 949 949   Z 959 979   ĳ 960 1027
    g 964 971   a 981 1011   TŦ 998 1014   Y 998 1064   E 1000 999   e 1019 1031
    #*+<=>^_~¢¤¦§¬±×÷–†‡•−≤≥≈√ 1020 1020   $0123456789£¥®€ 1038 1038   «» 1049 1103   PÞ 1058 1090   X 1063 1128
    K 1064 1120   bdhnpquðþŋ 1076 1099   o 1080 1101   ß 1080 1136   ø 1084 1114   ħ 1091 1121   C 1092 1084
    R 1112 1153   B 1114 1148   Ŀ 1118 1150   ○ 1126 1126   µ 1126 1154   đ 1130 1165   V 1162 1211   ď 1164 1222
    Ĳ 1170 1225   A 1185 1241   ŉ 1186 1274   ¶ 1200 1224   ● 1237 1237   D 1260 1291   H 1276 1292   ÐĐ 1279 1309
    Ŋ 1287 1313   G 1292 1305   ¼ 1303 1347   U 1314 1337   N 1322 1349   Ħ 1344 1347   O 1356 1385   Ø 1359 1394
    ½ 1375 1415   Q 1378 1405   ¾ 1383 1437   & 1397 1443   … 1414 1457   ™ 1444 1475   % 1464 1493   w 1464 1526
    Æ 1563 1588   æ 1583 1587   m 1636 1666   © 1709 1709   œ 1740 1726   ∞ 1747 1716   M 1751 1790   Œ 1775 1790
    W 1822 1856   @ 1831 1840   —←→↑↓ 1854 1854   ‰ 2126 2174
"""
"""Letters that are equally wide, their width in regular and in bold; an accent adds nothing where not said."""
_OTHER_LETTER, _OTHER_SIGN = 1200, 1750
"""Of what the table does not have, rather too much: another font steps in for it."""


class _Advances(dict[str, int]):
    """Width of every sign in one weight; what the table lacks is worked out once."""

    def __missing__(self, sign: str) -> int:
        base = unicodedata.normalize("NFD", sign)[0]
        self[sign] = self[base] if base != sign else _untold(sign)
        return self[sign]


def _untold(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cc", "Cf"):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return _EM
    return _OTHER_LETTER if sign.isalpha() else _OTHER_SIGN


def _read(table: str) -> tuple[_Advances, _Advances]:
    words = table.split()
    regular, bold = (_Advances({" ": _SPACE, "\xa0": _SPACE}) for _ in range(2))
    for letters, light, heavy in zip(words[::3], words[1::3], words[2::3], strict=True):
        regular |= dict.fromkeys(letters, int(light))
        bold |= dict.fromkeys(letters, int(heavy))
    return regular, bold


_REGULAR, _BOLD = _read(_ADVANCES)
_BREAKS = re.compile(r"(?<= )(?! )|(?<=[^ -]-)(?=[^\W\d_])")
"""Where every program may begin a new line: behind spaces, and behind a hyphen before a letter."""


# -- widths ----------------------------------------------------------------------------------------------------------
def width(text: str, size: float = 11.0, bold: bool = False) -> float:
    """Pixels, at 96 dots per inch, that a text takes without wrapping; of several lines, the widest."""
    return max(_advance(line, bold) for line in text.split("\n")) * size / (_EM * _PIXEL)


def column_for(text: str, size: float = 11.0, bold: bool = False, indent: int = 0) -> float:
    """The narrowest column, in whole pixels, that shows a text without wrapping, whichever program opens it."""
    return math.ceil(width(text, size, bold) * _MARGIN + _SPARE + indent * _INDENT) / _DIGIT


def column_for_words(text: str, size: float = 11.0, bold: bool = False, indent: int = 0) -> float:
    """The narrowest column that breaks none of the words of a text."""
    words = (piece for line in text.split("\n") for piece in _BREAKS.split(line))
    return max(column_for(word.rstrip(" "), size, bold, indent) for word in words)


def merged(widths: Iterable[float]) -> float:
    """The width of these columns together, as one column; hidden ones (0) have none."""
    shown = [width for width in widths if width]
    return sum(shown) + max(0, len(shown) - 1) * _PADDING / _DIGIT


def _advance(text: str, bold: bool) -> int:
    return sum(map((_BOLD if bold else _REGULAR).__getitem__, text))


# -- lines -----------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=4096)
def lines(text: str, column_width: float, size: float = 11.0, bold: bool = False, indent: int = 0) -> int:
    """Lines that a wrapped text takes in a column of this width: as few as surely hold it in every program."""
    pixels = (column_width * _DIGIT - _SPARE - indent * _INDENT) / _MARGIN
    room = max(pixels * _EM * _PIXEL / size, _EM)
    return sum(_wrapped(line, room, bold) for line in text.split("\n"))


def _wrapped(line: str, room: float, bold: bool) -> int:
    if _advance(line.rstrip(" "), bold) <= room:
        return 1
    count, used = 1, 0
    for piece in _BREAKS.split(line):
        word = _advance(piece.rstrip(" "), bold)
        if used and used + word > room:
            count, used = count + 1, 0
        if word > room:
            more, used = _broken(piece, room, bold)
            count += more
        else:
            used += _advance(piece, bold)
    return count


def _broken(word: str, room: float, bold: bool) -> tuple[int, int]:
    """How often a word that is longer than a line is broken, and what its last line takes."""
    advances, breaks, used = _BOLD if bold else _REGULAR, 0, 0
    for letter in word:
        if used and used + advances[letter] > room:
            breaks, used = breaks + 1, 0
        used += advances[letter]
    return breaks, used


def height(lines: int, size: float = 11.0) -> float:
    """Points that a row needs for so many lines, with a little air, in whole pixels; at most what Excel takes."""
    return min(_TALLEST, math.ceil((lines * size * _LINE + _AIR) / _PIXEL) * _PIXEL)


def height_of(text: str, column_width: float, size: float = 11.0, bold: bool = False, indent: int = 0) -> float:
    """Points that a row needs for a wrapped text in a column of this width."""
    return height(lines(text, column_width, size, bold, indent), size)

"""What Excel is strict about in one formula, wherever it stands. For tests only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import FORMULAE

from tests.tools.parts import Box, units

Place = Literal["cell", "name", "rule", "look", "chart"]
"""Where a formula stands: a cell, a defined name, a validation rule, a conditional format (or sparkline), a chart."""

VOLATILE = {"OFFSET", "INDIRECT", "RAND", "RANDBETWEEN", "CELL", "INFO"}
OF_TODAY = {"TODAY", "NOW"}
OF_A_LOCALE = {"TEXT", "DATEVALUE", "TIMEVALUE", "DOLLAR", "FIXED"}

# Since 2010 and 2013, and so known to Excel 2016; written with the prefix, except for the three that never had one.
WITHOUT_PREFIX = {"AGGREGATE", "NETWORKDAYS.INTL", "WORKDAY.INTL"}
WITH_PREFIX = set(
    """ACOT ACOTH ARABIC BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT BITOR BITRSHIFT
    BITXOR CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST COMBINA
    CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS DECIMAL ERF.PRECISE ERFC.PRECISE
    EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FLOOR.MATH FLOOR.PRECISE FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV
    GAMMALN.PRECISE GAUSS HYPGEOM.DIST IFNA ISFORMULA ISO.CEILING ISOWEEKNUM LOGNORM.DIST LOGNORM.INV MODE.MULT
    MODE.SNGL MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC
    PERCENTILE.INC PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC RANK.AVG
    RANK.EQ RRI SEC SECH SHEET SHEETS SKEW.P STDEV.P STDEV.S T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST UNICHAR
    UNICODE VAR.P VAR.S WEIBULL.DIST XOR Z.TEST""".split()
)
AFTER_2016 = set(
    """ARRAYTOTEXT BYCOL BYROW CHOOSECOLS CHOOSEROWS CONCAT DROP EXPAND FILTER GROUPBY HSTACK IFS ISOMITTED LAMBDA LET
    MAKEARRAY MAP MAXIFS MINIFS PIVOTBY RANDARRAY REDUCE SCAN SEQUENCE SORT SORTBY SWITCH TAKE TEXTAFTER TEXTBEFORE
    TEXTJOIN TEXTSPLIT TOCOL TOROW TRIMRANGE UNIQUE VALUETOTEXT VSTACK WRAPCOLS WRAPROWS XLOOKUP XMATCH""".split()
)

_SPECIAL = {"#all", "#data", "#headers", "#totals", "#this row"}
_WHOLE = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+")
_TABLE = re.compile(r"([^\[\]!:]*)\[(.*)\]", re.DOTALL)
_LONGEST = 8_192
_LONGEST_RULE = 255


@dataclass
class Known:
    """What a formula may refer to; every text in lower case."""

    sheets: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    local_names: dict[str, set[str]] = field(default_factory=dict)
    tables: dict[str, set[str]] = field(default_factory=dict)


def formula_findings(formula: str, known: Known, sheet: str = "", place: Place = "cell") -> Iterator[str]:
    """What Excel or LibreOffice would not take in a formula, or not in every language. `formula` without its `=`."""
    yield from _lengths(formula, place)
    try:
        tokens = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError) as error:
        yield f"cannot be read: {error}"
        return
    yield from _structure(tokens, place)
    for token in tokens:
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            *before, name = token.value.removesuffix("(").split(":")
            yield from _function(name.upper(), place)
            for operand in filter(None, before):
                yield from _reference(operand, known, sheet, place)
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
            yield from _reference(token.value, known, sheet, place)
        elif token.type == Token.OPERAND and token.subtype == Token.ERROR and token.value != "#N/A":
            yield f"holds {token.value}"


def _lengths(formula: str, place: Place) -> Iterator[str]:
    if formula.startswith("="):
        yield "begins with = (the file has none)"
    if units(formula) > _LONGEST:
        yield f"is longer than {_LONGEST}"
    if place == "rule" and units(formula) > _LONGEST_RULE:
        yield f"is longer than {_LONGEST_RULE}"


def _structure(tokens: list[Token], place: Place) -> Iterator[str]:
    depth = arrays = 0
    for token in tokens:
        if token.type == Token.ARRAY:
            arrays += 1 if token.subtype == Token.OPEN else -1
            if place in ("rule", "look") and token.subtype == Token.OPEN:
                yield "holds an array in braces (not allowed here)"
        if token.type in (Token.FUNC, Token.PAREN):
            depth += 1 if token.subtype == Token.OPEN else -1
        if token.type == Token.SEP and token.subtype == Token.ROW and not arrays:
            yield "separates with ; (the file has commas)"
        if place in ("rule", "look") and token.type == Token.OP_IN and token.value in (",", " "):
            yield "joins or crosses ranges (not allowed here)"
    if depth:
        yield "has brackets that do not match"


def _function(written: str, place: Place) -> Iterator[str]:
    prefixed = written.startswith("_XLFN.")
    name = written.removeprefix("_XLFN.").removeprefix("_XLWS.")
    if name in AFTER_2016:
        yield f"uses {name}, which Excel 2016 does not know" + ("" if prefixed else ", without _xlfn.")
    elif name in WITH_PREFIX:
        if not prefixed:
            yield f"uses {name} without _xlfn."
    elif name not in FORMULAE and name not in WITHOUT_PREFIX:
        yield f"uses {name}, which is no English function of Excel"
    if name in VOLATILE or (name in OF_TODAY and place != "look"):
        yield f"uses {name}, which is volatile"
    if name in OF_A_LOCALE:
        yield f"uses {name}, which depends on the language of Excel"


def _reference(written: str, known: Known, sheet: str, place: Place) -> Iterator[str]:
    if "#REF!" in written:
        yield "holds #REF!"
        return
    if re.match(r"'?\[|'?[^']*\[[^\]]*\][^']*'?!", written) and "!" in written:
        yield f"refers to another workbook: {written}"
        return
    where, mark, target = written.rpartition("!")
    if mark:
        yield from _sheet_named(where, known)
        sheet = unquoted(where)
    table = _TABLE.fullmatch(target)
    if table:
        yield from _in_table(table[1], table[2], known, place)
        return
    if Box.of(target) or _WHOLE.fullmatch(target):
        return
    for part in target.split(":"):
        if not Box.of(part) and not _is_known(part.lower(), known, sheet):
            yield f"refers to {part}, which does not exist"


def _is_known(name: str, known: Known, sheet: str) -> bool:
    return name in known.names or name in known.tables or name in known.local_names.get(sheet.lower(), set())


def _sheet_named(where: str, known: Known) -> Iterator[str]:
    names = [unquoted(where)] if where.startswith("'") else where.split(":")
    for name in names:
        if name.lower() not in known.sheets:
            yield f"refers to the sheet {name}, which does not exist"


def _in_table(table: str, inside: str, known: Known, place: Place) -> Iterator[str]:
    if place in ("rule", "look"):
        yield f"refers to a table ({table}[…]), which is not allowed here"
    if not table:
        yield f"refers to [{inside}] without the name of the table"
        return
    if table.lower() not in known.tables:
        yield f"refers to the table {table}, which does not exist"
        return
    if inside.startswith("@") or "[@" in inside:
        yield f"writes {table}[{inside}] and not {table}[[#This Row],…]"
        return
    for column in _columns(inside):
        if column.lower() not in known.tables[table.lower()] | _SPECIAL:
            yield f"refers to {table}[{column}], a column that does not exist"


def _columns(inside: str) -> list[str]:
    """The names between the brackets of a table reference, without their escapes."""
    parts = re.findall(r"\[((?:[^\[\]']|'.)*)\]", inside) if inside.startswith("[") else [inside]
    return [re.sub(r"'(.)", r"\1", part) for part in parts if part]


def unquoted(sheet: str) -> str:
    """The name of a sheet as it stands on its tab."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet

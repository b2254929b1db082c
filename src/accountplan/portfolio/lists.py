"""The lists that a new portfolio starts with: countries by their ISO code, and a first set of industries."""

from __future__ import annotations

import unicodedata
from functools import cache

from accountplan.fields.base import folded
from accountplan.messages import LANGUAGES, catalogue, say
from accountplan.portfolio.model import ListItem

_COUNTRIES = (
    "AE AR AT AU BE BG BR CA CH CL CN CW CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KR LI LT LU LV "
    "MA MT MX MY NL NO NZ PL PT RO RS SA SE SG SI SK SR TH TR TW UA US VN ZA"
)
_ALSO_CALLED = {
    "NL": "nld holland thenetherlands",
    "BE": "bel",
    "DE": "deu ger",
    "FR": "fra",
    "LU": "lux",
    "IE": "irl",
    "ES": "esp",
    "GB": "gbr uk england engeland greatbritain grootbrittannië",
    "US": "usa unitedstatesofamerica amerika vs",
    "CZ": "cze czechrepublic tsjechischerepubliek",
    "TR": "tur turkey",
    "CH": "che",
    "AT": "aut",
    "IT": "ita",
    "PL": "pol",
}
_NO_COUNTRIES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))


def industries() -> tuple[ListItem, ...]:
    """A first set of industries, to be replaced by an organisation's own."""
    codes = [
        key.removeprefix("industry-") for key in catalogue(LANGUAGES[0], "portfolio") if key.startswith("industry-")
    ]
    return tuple(ListItem(c, {lang: say(lang, "portfolio", f"industry-{c}") for lang in LANGUAGES}) for c in codes)


def countries(language: str) -> tuple[ListItem, ...]:
    """The countries that a European seller meets, in the alphabet of `language`."""
    return tuple(
        sorted((_territories()[code] for code in _COUNTRIES.split()), key=lambda item: _plain(item.label[language]))
    )


def country_of(name: str) -> ListItem | None:
    """The country that a text names, by ISO code or by name in any language; None if there is none."""
    return _by_name().get(_squeezed(name))


@cache
def _territories() -> dict[str, ListItem]:
    from babel import Locale

    names = {language: dict(Locale(language).territories) for language in LANGUAGES}
    codes = sorted(code for code in map(str, names[LANGUAGES[0]]) if len(code) == 2 and code.isalpha())
    return {
        code: ListItem(code, {language: str(names[language][code]) for language in LANGUAGES})
        for code in codes
        if code not in _NO_COUNTRIES
    }


@cache
def _by_name() -> dict[str, ListItem]:
    found: dict[str, ListItem] = {}
    for code, item in _territories().items():
        for name in (code, *item.label.values(), *_ALSO_CALLED.get(code, "").split()):
            found.setdefault(_squeezed(name), item)
    return found


def _squeezed(text: str) -> str:
    return "".join(sign for sign in folded(text) if sign.isalnum())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()

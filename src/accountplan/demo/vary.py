"""More accounts than there are samples: a sample under another name, in another town, with figures of its own.

Everything is drawn from one seed and the account's number, so that account 37 is the same among 50 and among 500;
only who looks after it depends on how many people there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from accountplan.demo.figures import EVALUATED
from accountplan.demo.samples import Data, Sample, Samples
from accountplan.demo.scale import scaled
from accountplan.demo.words import ascii_letters

MISTAKES = {
    "late": 5, "missing": 5, "incomplete": 4, "text-number": 3, "ambiguous": 3, "unknown-choice": 2,
    "not-smart": 3, "no-correction": 3, "twice": 2, "copy": 1,
}  # fmt: skip
"""Of a hundred sales people, how many make each mistake; the others make none."""
_OVERDUE = 0.08
"""So many accounts have activities that nobody finishes."""
_LEAVE = 0.3
"""So many of the customers that are like one who left have left too."""
_ACCOUNTS_PER_PERSON = 14
_QUIET = ("corrections", "lights", "range_notes")
"""What a sample says about its own figures, and is not true of others."""


@dataclass(frozen=True)
class Cast:
    """All accounts of a demo, and the sales people who were hired for them."""

    accounts: tuple[Sample, ...]
    hired: tuple[Data, ...] = ()


def cast(samples: Samples, count: int, seed: int) -> Cast:
    """`count` accounts: the samples first, then variations of them."""
    accounts = samples.accounts[:count]
    more = count - len(accounts)
    if more <= 0:
        return Cast(accounts)
    hired = tuple(_hired(samples, more, seed))
    sellers = [person for person in (*samples.portfolio["people"], *hired) if person.get("sells")]
    variation = _Variation(samples, sellers, seed)
    return Cast(accounts + tuple(variation.account(number) for number in range(len(accounts) + 1, count + 1)), hired)


def _hired(samples: Samples, more: int, seed: int) -> list[Data]:
    """Sales people for so many more accounts, in turn for each team."""
    teams = [team["code"] for team in samples.portfolio["teams"]]
    draw = Random(f"{seed}:people")
    names = samples.names
    taken = {person["key"] for person in samples.portfolio["people"]}
    people: list[Data] = []
    while len(people) < more // _ACCOUNTS_PER_PERSON:
        name = f"{draw.choice(names['women'] + names['men'])} {draw.choice(names['surnames'])}"
        first, _, last = name.partition(" ")
        key = f"{ascii_letters(first)[:1]}.{ascii_letters(last)}"
        if key not in taken:
            taken.add(key)
            team = teams[len(people) % len(teams)]
            people.append({"key": key, "name": name, "team": team, "hours": draw.choice((10, 12, 16)), "sells": True})
    return people


class _Variation:
    def __init__(self, samples: Samples, sellers: list[Data], seed: int) -> None:
        self.samples, self.names, self.seed = samples, samples.names, seed
        self.sellers = sellers
        self.people = {person["key"]: person["name"] for person in sellers}

    def account(self, number: int) -> Sample:
        """Account `number`: a sample in other clothes."""
        draw = Random(f"{self.seed}:{number}")
        often = [self.names["tiers"].get(sample.tier, 1) for sample in self.samples.accounts]
        base = draw.choices(self.samples.accounts, often)[0]
        town = draw.choice(self.names["cities"])
        kind, name = draw.choice(base.kinds), self._name(number)
        seller = self._seller(base.team, number)
        mistakes = {quarter: _mistakes(draw) for quarter in EVALUATED}
        words = self._replaced(base, town["name"], seller, draw)
        varied = replace(
            base,
            id=f"A-{number:03d}",
            name=f"{kind} {name}",
            domain=f"{ascii_letters(kind)}-{ascii_letters(name)}.example",
            city=town["name"],
            region=town["region"],
            manager=seller["key"],
            customer_since=date(
                base.customer_since.year - draw.randint(0, 6), draw.randint(1, 12), draw.randint(1, 28)
            ),
            customer_until=self._left(base, number),
            fields=_said(base.fields, words) | self._address(town, number, draw),
            tables=self._tables(base, words, draw),
            mistakes=mistakes,
        )
        return scaled(varied, draw, weak=any(varied.erred("no-correction", quarter) for quarter in EVALUATED))

    def _name(self, number: int) -> str:
        """A name that no other account of the demo has: the parts are walked through in an order of their own."""
        first, second = self.names["first_parts"], self.names["second_parts"]
        order = list(range(len(first) * len(second)))
        Random(f"{self.seed}:names").shuffle(order)
        turn, place = divmod(number, len(order))
        left, right = divmod(order[place], len(second))
        return f"{first[left]}{second[right]}" + (f" {turn + 1}" if turn else "")

    def _left(self, base: Sample, number: int) -> date | None:
        """The last day as a customer of those who left: in the first months of this year or of the one before."""
        draw = Random(f"{self.seed}:{number}:left")
        if base.customer_until is None or draw.random() > _LEAVE:
            return None
        return base.customer_until.replace(year=base.customer_until.year - draw.randint(0, 1), month=draw.randint(1, 3))

    def _seller(self, team: str, number: int) -> Data:
        """Who looks after the account; drawn apart, so that nothing else depends on how many there are."""
        sellers = [person for person in self.sellers if person["team"] == team]
        return Random(f"{self.seed}:{number}:seller").choice(sellers)

    def _address(self, town: Data, number: int, draw: Random) -> Data:
        places = self.samples.places
        return {
            places["street"]: f"{draw.choice(self.names['streets'])} {draw.randint(1, 240)}",
            places["postcode"]: f"{town['postcode']} {draw.choice(('SA', 'SD', 'SS'))}",
            places["trade_register"]: f"98{number:06d}",
        }

    def _replaced(self, base: Sample, town: str, seller: Data, draw: Random) -> dict[str, str]:
        """What stands in the sample's words, and what stands there instead: the town and everybody's name."""
        words = {base.city: town, self.people[base.manager]: seller["name"]}
        for contact in base.tables.get("contacts", ()):
            first, _, _ = contact["name"].partition(" ")
            firsts = self.names["men"] if first in self.names["men"] else self.names["women"]
            words[contact["name"]] = f"{draw.choice(firsts)} {draw.choice(self.names['surnames'])}"
        alone = {old.partition(" ")[0]: new.partition(" ")[0] for old, new in words.items() if " " in old}
        return words | {first: new for first, new in alone.items() if first not in words}

    def _tables(self, base: Sample, words: dict[str, str], draw: Random) -> Data:
        tables = {key: value for key, value in base.tables.items() if key not in _QUIET}
        moved: Data = _said(_moved(tables, timedelta(days=draw.randint(-4, 6)), self.samples.year), words)
        if draw.random() < _OVERDUE:
            for activity in moved.get("activities", ())[:2]:
                activity.pop("done", None)
        return moved


def _mistakes(draw: Random) -> list[str]:
    """What goes wrong in one quarter: mostly nothing."""
    drawn = draw.choices([None, *MISTAKES], [100 - sum(MISTAKES.values()), *MISTAKES.values()])
    return [mistake for mistake in drawn if mistake]


def _said(value: Any, words: dict[str, str]) -> Any:
    """The same with other names in every text."""
    if isinstance(value, str):
        names = "|".join(re.escape(name) for name in sorted(words, key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda match: words[match[0]], value)
    if isinstance(value, list):
        return [_said(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _said(item, words) for key, item in value.items()}
    return value


def _moved(value: Any, shift: timedelta, year: int) -> Any:
    """The same some days earlier or later: on working days, and what lay in the year stays in it."""
    if isinstance(value, date):
        day = value + shift
        if value.year == year:
            day = min(max(day, date(year, 1, 4)), date(year, 12, 30))
        if (value.month, value.day) in ((1, 1), (12, 31)):
            return value
        return day - timedelta(days=max(0, day.weekday() - 4))
    if isinstance(value, list):
        return [_moved(item, shift, year) for item in value]
    if isinstance(value, dict):
        return {key: _moved(item, shift, year) for key, item in value.items()}
    return value

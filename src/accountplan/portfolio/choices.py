"""The drop-downs of the portfolio workbook, and the lists behind the template fields that it may prefill."""

from __future__ import annotations

from collections.abc import Iterable

from accountplan.fields import Option, Options
from accountplan.fields.base import folded
from accountplan.messages import LANGUAGES, say
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import FieldSpec, Template

_COMMON = "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON TRY CAD AUD NZD JPY CNY INR ZAR BRL MXN AED SGD"
"""Offered where the template has no currency list of its own."""


def fixed_options(template: Template, language: str) -> dict[str, Options]:
    """The lists that do not come from the portfolio itself: tiers, currencies and languages."""
    return {
        "tiers": tiers(template, language),
        "currencies": currencies(template, language),
        "languages": languages(language),
    }


def tiers(template: Template, language: str) -> Options:
    return Options(tuple(Option.of(t.code, t.label[language], t.label.every()) for t in template.tiers))


def currencies(template: Template, language: str) -> Options:
    """What a plan's currency field takes; common ISO codes where the template leaves it open."""
    field = template.question_by_role("currency")
    options = template_options(template, field, language, None) if field else None
    return options or Options(tuple(Option.of(code, code) for code in _COMMON.split()))


def languages(language: str) -> Options:
    names = {code: [say(other, "portfolio", f"language-{code}") for other in LANGUAGES] for code in LANGUAGES}
    return Options(
        tuple(Option.of(code, say(language, "portfolio", f"language-{code}"), names[code]) for code in LANGUAGES)
    )


def template_options(template: Template, spec: FieldSpec, language: str, portfolio: Portfolio | None) -> Options | None:
    """What a field of the template chooses from; None if it chooses from nothing, not known if only a plan can tell."""
    if not spec.list_id:
        return None
    chosen = template.choice_list(spec.list_id)
    if chosen.organisation:
        return portfolio.organisation(language)[chosen.organisation] if portfolio else Options((), known=False)
    if chosen.rows_of:
        return Options((), known=False)
    return Options(
        tuple(
            Option.of(c.code, c.label[language], (*c.label.every(), *c.aliases), means=c.means) for c in chosen.choices
        )
    )


def written_as(code: str, options: Options) -> str:
    """How a cell names an item so that reading finds it again: by its label, or by its code where labels are alike."""
    option = options.by_code(code)
    return option.label if option and options.find(option.label) == option else code


def distinct(texts: Iterable[str]) -> bool:
    """No two of these are the same to whoever types them."""
    seen = [folded(text) for text in texts]
    return len(seen) == len(set(seen))

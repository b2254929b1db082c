"""What every sheet of the demo's summary should say: one function per sheet that claims its numbers."""

from __future__ import annotations

from collections.abc import Callable

from tests.roundtrip.recomputed.facts import Facts
from tests.roundtrip.recomputed.sheet import Claimed
from tests.roundtrip.recomputed.sheets.account import account_page
from tests.roundtrip.recomputed.sheets.charts import charts
from tests.roundtrip.recomputed.sheets.compared import compared
from tests.roundtrip.recomputed.sheets.corrections import corrections
from tests.roundtrip.recomputed.sheets.deliveries import deliveries
from tests.roundtrip.recomputed.sheets.evaluation import evaluation
from tests.roundtrip.recomputed.sheets.goals import activities_sheet, coverage, goals_sheet
from tests.roundtrip.recomputed.sheets.inputs import files, findings, provenance
from tests.roundtrip.recomputed.sheets.overview import overview
from tests.roundtrip.recomputed.sheets.planning import planning
from tests.roundtrip.recomputed.sheets.reconciliation import reconciliation
from tests.roundtrip.recomputed.sheets.salesplan import salesplan
from tests.roundtrip.recomputed.sheets.swot import swot_and_market
from tests.roundtrip.recomputed.sheets.totals import totals
from tests.roundtrip.recomputed.sheets.whitespace import white_space

RECOMPUTED: dict[str, Callable[[Claimed, Facts], None]] = {
    "Overzicht": overview,
    "Evaluatie": evaluation,
    "Vergelijking": compared,
    "Bijsturen": corrections,
    "Totalen": totals,
    "Salesplan": salesplan,
    "Doelstellingen": goals_sheet,
    "Doelgebieden": coverage,
    "Activiteiten": activities_sheet,
    "Planning": planning,
    "Potentieel": white_space,
    "SWOT & markt": swot_and_market,
    "Leveringen": deliveries,
    "Klantblad": account_page,
    "Gegevens grafieken": charts,
    "Bevindingen": findings,
    "Herkomst": provenance,
    "Bestanden": files,
    "Controle": reconciliation,
}

"""What is to be reached and what is done for it: the goals and activities of one plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from accountplan.consolidate.plan import Plan, as_date, as_text
from accountplan.consolidate.progress import followed, limits
from accountplan.consolidate.quarter import Quarter, numbered_codes, quarter_name
from accountplan.consolidate.rows import ActivityRow, GoalRow, GoalStateRow
from accountplan.layout.rows import RowKey
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import Table
from accountplan.workbook.reading import ReadRow


def goals(
    plan: Plan, quarter: Quarter, portfolio: Portfolio | None, states: Iterable[GoalStateRow]
) -> Iterator[GoalRow]:
    """Every goal with the latest of its `states`, which come oldest quarter first, and how far it is."""
    table = plan.template.table_by_role("goals")
    if table is None:
        return
    latest = {state.goal_id: state for state in states}
    behind = _activities_per_goal(plan)
    within = limits(plan.template, portfolio)
    for row, read in plan.filled_rows(table):
        state = latest.get(row.id)
        unit = as_text(plan.value(table, row, "unit"))
        goal = GoalRow(
            account_id=plan.account_id,
            goal_id=row.id,
            area=as_text(plan.value(table, row, "area")),
            kind=as_text(plan.value(table, row, "kind")),
            level=as_text(plan.value(table, row, "level")),
            product_group=as_text(plan.value(table, row, "product-group")),
            start=as_date(plan.value(table, row, "start")),
            end=as_date(plan.value(table, row, "end")),
            baseline=plan.number(table, row, "baseline"),
            target=plan.number(table, row, "target"),
            current=state.value if state else None,
            unit=unit,
            smart_score=plan.number(table, row, "smart-score"),
            file=plan.file,
            sheet=read.sheet,
            cell=read.first_cell,
            goal_no=number_of(row),
            goal=as_text(plan.value(table, row, "specific")),
            current_quarter=state.quarter if state else None,
            cell_current=state.cell if state else None,
            activities=behind.get(row.id, 0),
            currency=plan.currency,
            priority=as_text(plan.value(table, row, "priority")),
            measure=_measure(plan, table, unit),
        )
        yield followed(goal, quarter, portfolio, within)


def _measure(plan: Plan, table: Table, unit: str | None) -> str | None:
    """What the unit means. Where the template says so of no unit at all, every goal is a level."""
    column = table.by_role("unit")
    choices = plan.template.choice_list(column.list_id).choices if column and column.list_id else ()
    said = any(choice.means for choice in choices)
    return plan.means(table, "unit", unit) if said else "level"


def goal_states(plan: Plan, quarter: Quarter) -> Iterator[GoalStateRow]:
    """Every state of a goal that was filled in up to the quarter asked, oldest quarter first."""
    table = plan.template.table_by_role("goal-state")
    if table is None:
        return
    quarters = numbered_codes(plan.template, plan.context, table, "quarter")
    for row, number in plan.keys(table, quarters, quarter.number):
        value = plan.number(table, row, "value")
        if value is None:
            continue
        read = plan.read_row(row)
        for goal in (code for code in row.codes if code not in quarters):
            yield GoalStateRow(
                account_id=plan.account_id,
                goal_id=goal,
                quarter=quarter_name(number),
                value=value,
                progress=plan.number(table, row, "progress"),
                file=plan.file,
                sheet=read.sheet if read else None,
                cell=plan.cells(table, row, "value"),
            )


def number_of(row: RowKey) -> str | None:
    """What people see as the row's number (D-01); None for a row below the end of its table."""
    return row.labels[0] or None


def _activities_per_goal(plan: Plan) -> dict[str, int]:
    counts: dict[str, int] = {}
    table = plan.template.table_by_role("activities")
    for row, _ in plan.filled_rows(table) if table else ():
        goal = plan.value(table, row, "goal") if table else None
        if isinstance(goal, str):
            counts[goal] = counts.get(goal, 0) + 1
    return counts


def activities(plan: Plan, as_of: date) -> Iterator[ActivityRow]:
    """Every activity; overdue where it is open and its deadline lies before `as_of`."""
    table = plan.template.table_by_role("activities")
    if table is None:
        return
    numbers = _goal_numbers(plan)
    for row, read in plan.filled_rows(table):
        yield _activity(plan, table, row, read, numbers, as_of)


def _goal_numbers(plan: Plan) -> dict[str, str | None]:
    table = plan.template.table_by_role("goals")
    return {row.id: number_of(row) for row, _ in plan.filled_rows(table)} if table else {}


def _activity(
    plan: Plan, table: Table, row: RowKey, read: ReadRow, numbers: dict[str, str | None], as_of: date
) -> ActivityRow:
    deadline = as_date(plan.value(table, row, "deadline"))
    status = as_text(plan.value(table, row, "status"))
    goal = as_text(plan.value(table, row, "goal"))
    owner = plan.answer(table, row, "owner")
    meaning = plan.means(table, "status", status)
    is_open = meaning not in ("closed", "cancelled")  # nobody has said that it is done
    return ActivityRow(
        account_id=plan.account_id,
        activity_id=row.id,
        goal_id=goal,
        what=as_text(plan.value(table, row, "what")),
        owner=as_text(owner.value) if owner else None,
        start=as_date(plan.value(table, row, "start")),
        deadline=deadline,
        budget=plan.number(table, row, "budget"),
        spent=plan.number(table, row, "spent"),
        hours=plan.number(table, row, "hours"),
        status=status,
        overdue=is_open and deadline is not None and deadline < as_of,
        file=plan.file,
        sheet=read.sheet,
        cell=read.first_cell,
        activity_no=number_of(row),
        goal_no=numbers.get(goal) if goal else None,
        owner_name=(owner.raw or None) if owner else None,
        open=is_open,
        done_on=as_date(plan.value(table, row, "done-on")),
        currency=plan.currency,
        meaning=meaning,
    )

"""The log of a run (`--log FILE`): JSON lines that say what was read, by content hash, and what became of it.

A line for the run when it begins, one per file, and one at the end; a run without its last line was broken off. Only
here, and in no other output, does a clock count.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accountplan.cli.common import named, shown
from accountplan.findings import Finding
from accountplan.messages import stop

if TYPE_CHECKING:
    from accountplan.portfolio.collected import Collected
    from accountplan.portfolio.generate import Made
    from accountplan.template.model import Template
    from accountplan.workbook.limits import Limits

_SECRET = "password"


class Log:
    """Adds lines to a log; without a path it keeps silent. Raises `Stop` if the log cannot be written."""

    def __init__(self, path: Path | None, language: str) -> None:
        self.path, self._language = path, language
        self._run = f"{_now()} {os.getpid()}"
        self._file: int | None = None
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o666)
            except OSError as error:
                raise self._stop(error) from error

    @property
    def own(self) -> tuple[Path, ...]:
        """The log itself, which is no plan."""
        return (self.path,) if self.path else ()

    def begin(
        self, limits: Limits | None = None, templates: Iterable[Template] = (), portfolio: Path | None = None
    ) -> None:
        """What was asked: the command with all that was given to it, secrets left out."""
        context = click.get_current_context(silent=True)
        self._write(
            "run",
            time=_now(),
            version=version("accountplan"),
            command=context.info_name if context else None,
            arguments=_arguments(context.params) if context else {},
            limits=dataclasses.asdict(limits) if limits else None,
            templates=[{"id": template.id, "version": template.version} for template in templates],
            portfolio=_output(portfolio) if portfolio else None,
        )

    def files(self, collected: Iterable[Collected]) -> None:
        """What became of each file."""
        for file in collected:
            identity = file.reading.identity if file.reading else None
            template = {"id": identity.template, "version": identity.version} if identity else None
            self._write(
                "file", file=file.file, sha256=file.sha256 or None, size=file.size, status=file.status,
                reason=file.reason, account=file.account_id, template=template, **_counts(file.findings),
                seconds=round(file.seconds, 4),
            )  # fmt: skip

    def made(self, made: Iterable[Made], template: Template) -> None:
        """What became of each account's workbook."""
        for one in made:
            name = one.path or next((finding.file for finding in one.findings if finding.file), None)
            self._write(
                "file", file=shown(Path(name)) if name else None, status="made" if one.path else "skipped",
                reason=None if one.path else one.findings[-1].code, account=one.account.id,
                template={"id": template.id, "version": template.version}, **_counts(one.findings),
            )  # fmt: skip

    def end(self, outputs: Iterable[Path], code: int) -> int:
        """What was written, and how it ended. Gives `code` back."""
        if self._file is not None:
            self._write("end", time=_now(), outputs=[_output(path) for path in outputs], exit_code=code)
            os.close(self._file)
            self._file = None
        return code

    def _write(self, what: str, **said: Any) -> None:
        """One line in one go, so that runs side by side do not write into each other's lines."""
        if self._file is None:
            return
        line = json.dumps({"what": what, "run": self._run} | said, ensure_ascii=False) + "\n"
        content = line.encode("utf-8", "backslashreplace")
        try:
            while content:
                content = content[os.write(self._file, content) :]
        except OSError as error:
            raise self._stop(error) from error

    def _stop(self, error: OSError) -> Exception:
        return stop(self._language, "log-not-writable", file=named(self.path or ""), why=error)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts = Counter(finding.severity for finding in findings)
    return {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"]}


def _output(path: Path) -> dict[str, str | None]:
    from accountplan.files import sha256_of

    try:
        return {"file": shown(path), "sha256": sha256_of(path)}
    except OSError:
        return {"file": shown(path), "sha256": None}


def _arguments(params: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _argument(name, value)
        for name, value in params.items()
        if name != "limits" and value not in (None, (), False)
    }


def _argument(name: str, value: Any) -> Any:
    if _SECRET in name and not isinstance(value, Path):
        return "***"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, (list, tuple)):
        return [_argument(name, each) for each in value]
    return shown(value) if isinstance(value, Path) else value.isoformat() if isinstance(value, date) else value

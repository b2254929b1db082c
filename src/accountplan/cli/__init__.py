"""The command line: parse, one call into the library, exit code. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import importlib
import io
import os
import sys

import click

from accountplan.cli.usage import language_asked, usage_line
from accountplan.errors import Stop
from accountplan.messages import say

_COMMANDS = {
    "demo": "accountplan.cli.round",
    "init": "accountplan.cli.round",
    "generate": "accountplan.cli.round",
    "read": "accountplan.cli.plans",
    "check": "accountplan.cli.check",
    "consolidate": "accountplan.cli.consolidate",
    "status": "accountplan.cli.status",
    "template": "accountplan.cli.templates",
}
"""Where each command lives, in the order in which a year needs them."""


class Lazy(click.Group):
    """Imports a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="accountplan", message="%(prog)s %(version)s")
def cli() -> None:
    """One structured Excel workbook per account; read back, checked and consolidated into a quarterly summary.

    \b
    A year in commands:
      accountplan init portfolio.xlsx --from customers.csv --year 2027
      accountplan generate portfolio.xlsx --output plans
      accountplan check returned
      accountplan consolidate returned --quarter 2027-Q1 --portfolio portfolio.xlsx --output summary.xlsx
    """


def main() -> None:
    """Run the command line. Whatever goes wrong is one clear line on stderr, never a traceback."""
    _speak_utf8()
    language = language_asked(sys.argv[1:])
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except Stop as stopped:
        _end(str(stopped), 2)
    except click.exceptions.Abort:
        _end("", 130)
    except click.ClickException as error:
        _end(usage_line(error, language), 2)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is wrong.
        _forget_output()
        sys.exit(0)
    except OSError as error:
        _forget_output()
        _end(say(language, "stop", "output-gone", why=error), 2)
    except Exception as error:
        if os.environ.get("ACCOUNTPLAN_DEBUG"):
            raise
        _end(say(language, "cli", "bug", what=f"{type(error).__name__}: {error}"), 2)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _speak_utf8() -> None:
    """What other programs read is UTF-8, whatever the terminal is set to; what it cannot show becomes a mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_output() -> None:
    """Nothing more can be written: keep the interpreter from trying when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(line: str, code: int) -> None:
    if line:
        # A name in it must not be a command to the terminal.
        click.echo("".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in line), err=True)
    sys.exit(code)

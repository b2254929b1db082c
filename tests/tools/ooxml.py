"""Microsoft's Open XML SDK validator, for many files in one run.

python -m tests.tools.ooxml FILE.xlsx ...     exit code 1 if it finds anything
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

NODE_TOOLS = Path(__file__).parent / "node"
_SECONDS_A_FILE = 20


class ValidatorBroken(Exception):
    """The validator itself did not run; nothing is known about the files."""


def missing() -> str | None:
    """What is lacking to run the validator, or None."""
    if shutil.which("node") is None:
        return "Node is not installed"
    if not (NODE_TOOLS / "node_modules" / "@xarsh" / "ooxml-validator").is_dir():
        return "the npm tools are not installed (tests/tools/set_up.sh node)"
    return None


def validate(paths: Iterable[Path], office: str = "Microsoft365") -> dict[Path, list[str]]:
    """Every file with what the validator finds in it; an empty list is a valid file. Raises ValidatorBroken."""
    files = [path.resolve() for path in paths]
    if not files:
        return {}
    run = subprocess.run(
        ["node", "validate.mjs", office],
        cwd=NODE_TOOLS,
        input=json.dumps([str(file) for file in files]),
        capture_output=True,
        encoding="utf-8",
        timeout=60 + _SECONDS_A_FILE * len(files),
        check=False,
    )
    if run.returncode:
        raise ValidatorBroken(run.stderr.strip() or f"exit code {run.returncode}")
    found = {Path(answer["file"]): _sentences(answer["errors"]) for answer in map(json.loads, run.stdout.splitlines())}
    if set(found) != set(files):
        raise ValidatorBroken(f"no answer about {sorted(map(str, set(files) - set(found)))}")
    return {file: found[file] for file in files}


def _sentences(errors: list[dict[str, str | None]]) -> list[str]:
    return [f"{error['path'] or 'file'} {error['xPath'] or ''}: {error['description']}" for error in errors]


def main(arguments: list[str]) -> int:
    lacking = missing()
    if lacking:
        print(f"SKIPPED: {lacking}", file=sys.stderr)
        return 2
    found = validate(map(Path, arguments))
    for path, sentences in found.items():
        print(f"{path}: {'ok' if not sentences else ''}")
        for sentence in sentences:
            print(f"  {sentence}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env bash
# The package as a stranger gets it: built, installed without development tools in a clean environment outside the
# checkout, and run there. The wheel is built from the source archive, so both are proven whole.
set -eu
cd "$(dirname "$0")/../.."
checkout=$PWD
python=$checkout/.venv/bin/python

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
unset PYTHONPATH VIRTUAL_ENV

step() { printf 'smoke: %s\n' "$*"; }
fail() { printf 'smoke: FAILED: %s\n' "$*" >&2; exit 1; }

step "building"
"$python" -m build --outdir "$place/dist" "$checkout" >"$place/build.log" 2>&1 || { cat "$place/build.log" >&2; fail "the build"; }

step "installing in a clean environment"
"$python" -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -qq --disable-pip-version-check "$place"/dist/*.whl
! "$place/venv/bin/python" -c 'import pytest' 2>/dev/null || fail "the environment holds development tools"

cd "$place"
step "running"
accountplan=$place/venv/bin/accountplan
"$accountplan" --version
"$place/venv/bin/python" -m accountplan --version >/dev/null || fail "python -m accountplan"
"$accountplan" template check accountplan >/dev/null || fail "template check"
"$accountplan" demo demo --accounts 3 >demo.log 2>demo.err || { cat demo.log demo.err >&2; fail "demo"; }
! [ -s demo.err ] || { cat demo.err >&2; fail "demo wrote to stderr"; }
for made in demo/portfolio.xlsx demo/plans/*.xlsx demo/returned/*.xlsx demo/data/files.csv demo/summary-*-Q1.xlsx; do
    [ -s "$made" ] || fail "$made is missing"
done
step "ok: $(find demo -type f | wc -l) files made"

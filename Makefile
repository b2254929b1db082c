# `make demo` and `make test` set everything up by themselves, on any machine with Python 3.11 or newer.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -n 2 --dist loadgroup
DEMO := demo-output

.DEFAULT_GOAL := help
.PHONY: help demo test verify lint format mutants bench pictures clean

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# The stamps: the environment is made once, and again when pyproject.toml changes.
.venv/.stamp-run: pyproject.toml
	@tests/tools/set_up.sh venv
	@echo "Installing accountplan in .venv ..."
	@$(PYTHON) -m pip install -qq --editable .
	@touch $@

.venv/.stamp-dev: pyproject.toml
	@tests/tools/set_up.sh venv
	@echo "Installing accountplan and what its tests need in .venv ..."
	@$(PYTHON) -m pip install -qq --editable '.[dev]'
	@touch .venv/.stamp-run $@

demo: .venv/.stamp-run ## the whole year on sample data, in demo-output/
	@.venv/bin/accountplan demo $(DEMO)

test: .venv/.stamp-dev ## everything that must hold: style, types, rooms, tests, and the installed package
	@tests/tools/set_up.sh programs
	@tests/tools/set_up.sh node
	@$(MAKE) lint
	@HYPOTHESIS_PROFILE=default $(PYTEST)
	@tests/tools/smoke.sh

verify: .venv/.stamp-dev ## the tests with their full counts: slow
	@tests/tools/set_up.sh programs
	@tests/tools/set_up.sh node
	@$(MAKE) lint
	@HYPOTHESIS_PROFILE=verify $(PYTEST) -m ""
	@tests/tools/smoke.sh

lint: .venv/.stamp-dev ## ruff, mypy --strict, and the contracts of the rooms
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m ruff format --quiet --check .
	@$(PYTHON) -m mypy --strict src
	@.venv/bin/lint-imports --no-logo

format: .venv/.stamp-dev ## put the style right
	@$(PYTHON) -m ruff check --quiet --fix .
	@$(PYTHON) -m ruff format --quiet .

mutants: .venv/.stamp-dev ## what the tests notice of small mistakes in fields/ and in finding cells: slow
	@$(PYTHON) -m tests.tools.mutants

bench: .venv/.stamp-dev ## how fast: benchmarks/run.py, and what reading in child processes costs
	@$(PYTHON) -m benchmarks.run
	@$(PYTHON) -m benchmarks.isolation

pictures: .venv/.stamp-dev ## every page of the demo in .pictures/, and the pictures of the documents
	@tests/tools/set_up.sh programs
	@$(PYTHON) -m tests.tools.pictures

clean: ## remove what was made, the environment too
	@rm -rf .venv $(DEMO) .pictures build dist tests/tools/node/node_modules
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

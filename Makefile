# The everyday commands. `make help` lists them; a bare machine needs Python 3.11, git and make.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The first of these that is new enough.
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13 python; do \
  "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --no-deps --require-hashes
SOURCES := src tests $(wildcard benchmarks tools)
PROCESSES ?= 2

# djlint tears tags apart whose name is chosen by a template tag, as allauth's elements do.
NOT_FORMATTED := --extend-exclude src/allmende/accounts/templates

# For tools that load the settings and touch no database.
WITHOUT_DATABASE := ALLMENDE_DATABASE_URL=postgresql:///unused ALLMENDE_SECRET_KEY=unused

.PHONY: help demo install dev system test check format bench screenshots lock clean

help: ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

demo: install ## install, start with example data on http://127.0.0.1:8000
	@ALLMENDE_DATA_DIR=var/demo $(BIN)/allmende demo

install: .venv/product.stamp

dev: .venv/dev.stamp

.venv/pyvenv.cfg:
	@if [ -z "$(PYTHON)" ]; then echo "Allmende needs Python 3.11 or newer; none was found. Name it: make PYTHON=..." >&2; exit 1; fi
	@echo "Creating .venv with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "The module venv is missing; on Debian: apt install python3-venv" >&2; exit 1; }

.venv/product.stamp: .venv/pyvenv.cfg requirements/product.txt requirements/product.in requirements/build.txt pyproject.toml
	@echo "Installing Allmende ..."
	@$(LOCKED) -r requirements/build.txt -r requirements/product.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/product.stamp requirements/dev.txt requirements/xrechnung.txt
	@echo "Installing what tests need ..."
	@$(LOCKED) -r requirements/dev.txt -r requirements/xrechnung.txt
	@touch $@

# Debian's Chromium, because a browser of our own would be a download past every package manager.
# The product runs without these programs; tests of pages and of scanned papers need them.
PROGRAMS := chromium tesseract-ocr tesseract-ocr-deu
FIND_PROGRAMS := command -v chromium >/dev/null && command -v tesseract >/dev/null && tesseract --list-langs | grep -x deu >/dev/null

system:
	@if $(FIND_PROGRAMS); then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing what browser tests and text recognition need ($(PROGRAMS)) ..."; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $(PROGRAMS); } >/dev/null || true; \
	fi; \
	if $(FIND_PROGRAMS); then exit 0; fi; \
	if [ "$${CI:-}" = true ]; then echo "Missing one of $(PROGRAMS), and in CI no test may be skipped." >&2; exit 1; fi; \
	printf '\n  !!!  TESTS WILL BE SKIPPED: those of the browser without Chromium, of scans without Tesseract.\n' >&2; \
	printf '  !!!  On Debian: apt install $(PROGRAMS)\n\n' >&2

test: dev system ## install what tests need, run everything
	@$(MAKE) check
	@echo "== The tests of what talks to the database, against an external server"
	@$(BIN)/python -m tests.postgres.external_server $(BIN)/pytest -q -n $(PROCESSES) -m "not browser" \
	  tests/accounts tests/register tests/papers tests/jobs tests/command
	@echo "== All tests"
	@$(BIN)/pytest -q -n $(PROCESSES) --dist loadgroup

check: dev ## formatting, lint, types, imports, templates, migrations; no tests
	@echo "== ruff"; $(BIN)/ruff check $(SOURCES); $(BIN)/ruff format --check $(SOURCES)
	@echo "== mypy"; $(WITHOUT_DATABASE) $(BIN)/mypy
	@echo "== imports"; $(BIN)/lint-imports
	@echo "== templates"; $(BIN)/djlint --quiet --lint src; $(BIN)/djlint --quiet --check $(NOT_FORMATTED) src
	@echo "== migrations"; ALLMENDE_DATA_DIR=var/check $(BIN)/allmende manage makemigrations --check --dry-run

format: dev ## format Python and templates
	@$(BIN)/ruff check --fix-only --quiet $(SOURCES); $(BIN)/ruff format $(SOURCES)
	@$(BIN)/djlint --quiet --reformat $(NOT_FORMATTED) src || true

# Engines under the AGPL that we compare with stay out of our own environment.
var/bench/installed: requirements/bench.txt .venv/pyvenv.cfg
	@echo "Installing what the benchmarks compare with ..."
	@$(BIN)/python -m venv var/bench
	@var/bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.txt
	@touch $@

bench: dev var/bench/installed ## measure what the benchmarks measure
	@for file in benchmarks/[!_]*.py; do echo "== $$file"; $(BIN)/python -m "benchmarks.$$(basename "$$file" .py)"; done

screenshots: dev system ## take the pictures of the README anew
	@$(BIN)/python -m tools.screenshots

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-emit-index-annotation --custom-compile-command "make lock"

lock: dev ## lock the newest allowed versions of all dependencies
	@for name in product build dev bench fuzz; do \
	  $(COMPILE) --upgrade requirements/$$name.in --output-file requirements/$$name.txt; done
	@$(COMPILE) --upgrade --no-deps requirements/xrechnung.in --output-file requirements/xrechnung.txt

clean: ## remove the virtual environment and what tools cached; data in var/ stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# naikkelas: `make run` and `make test` do all the set-up by themselves.
PY      := $(shell sh scripts/py)
BIN     := .venv/bin
PORT    ?= 8000
# one more than the cores of a small machine: many tests wait for a server or a browser
PROCESSES ?= 3
# a file of tests stays with one process, and files go in the order of tests/conftest.py
SHARED  := -n $(PROCESSES) --dist loadfile --no-loadscope-reorder
STATIC  := src/naikkelas/web/static/naikkelas/manifest.json
export UV_LINK_MODE ?= copy
# hundreds of processes are started by the tests alone: none should compile what another has compiled
unexport PYTHONDONTWRITEBYTECODE

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/.ok: requirements.lock pyproject.toml
	@test -n "$(PY)" || { echo "Python 3.12 or newer is needed"; exit 1; }
	test -x $(BIN)/python || "$(PY)" -m venv .venv
	$(BIN)/python -m pip -q --disable-pip-version-check install "uv==0.13.9"
	$(BIN)/uv pip install -q --compile-bytecode -p $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install -q -p $(BIN)/python --no-deps -e .
	$(BIN)/python -m compileall -q -j 0 src
	@touch $@

# Node comes from PyPI with the rest, so no system Node is needed.
frontend/node_modules/.ok: .venv/.ok frontend/package-lock.json
	cd frontend && ../scripts/npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
TEMPLATES := $(shell find src/naikkelas/web/templates -name '*.html' 2>/dev/null)
$(STATIC): frontend/node_modules/.ok $(FRONTEND) $(TEMPLATES)
	cd frontend && ../scripts/npm run --silent build

MESSAGES := $(shell find src/naikkelas/locale -name '*.po' 2>/dev/null)
MO := $(MESSAGES:.po=.mo)
%.mo: %.po .venv/.ok
	$(BIN)/python scripts/messages.py compile $<

ready: .venv/.ok $(STATIC) $(MO)

# the front end is built while the demonstration is made
run: .venv/.ok ## prepare the Lampung demonstration and serve it on 127.0.0.1 (PORT=8000)
	@$(MAKE) --no-print-directory -j 2 ready demonstration
	$(BIN)/naikkelas serve --port $(PORT) --show-demo

demonstration: .venv/.ok
	$(BIN)/naikkelas demo --if-empty

test: ready ## the whole suite on SQLite, browser tests included
	sh scripts/chromium.sh
	$(BIN)/python -m pytest $(SHARED) $(ARGS)

test-fast: ready ## what runs in a minute: no browser, nothing slow
	$(BIN)/python -m pytest $(SHARED) -m "not browser and not slow" $(ARGS)

test-pg: ready ## what asks a database, on a PostgreSQL that is started and stopped here
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest $(SHARED) -m "not browser" $(ARGS)

check: ready ## format, lint, contracts, types, migrations, templates, translations, lock file
	@$(MAKE) --no-print-directory -j 2 --output-sync=target check-types check-frontend check-contracts check-style check-data

check-types:
	$(BIN)/mypy

check-frontend:
	cd frontend && ../scripts/npm run --silent check

check-contracts:
	$(BIN)/lint-imports --no-logo

check-style:
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/djhtml --check -t 2 src/naikkelas/web/templates

check-data:
	$(BIN)/python manage.py makemigrations --check --dry-run -v 0
	$(BIN)/python scripts/messages.py check
	$(BIN)/python scripts/check_lock.py

fix: .venv/.ok ## format and mend what can be mended by itself
	$(BIN)/ruff format -q .
	$(BIN)/ruff check -q --fix .
	-$(BIN)/djhtml -t 2 src/naikkelas/web/templates

demo: ready ## make the demonstration anew (ARGS=--small for a few hundred records)
	$(BIN)/naikkelas demo --fresh $(ARGS)

bench: ready ## measure; results go to bench/results/
	$(BIN)/python -m bench $(ARGS)

docs: .venv/.ok ## build the user guide into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -q --strict

lock: .venv/.ok ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --all-extras --group dev pyproject.toml -o requirements.lock $(ARGS)

.PHONY: help ready run demonstration test test-fast test-pg fix demo bench docs lock \
  check check-types check-frontend check-contracts check-style check-data

# The habits of this repository; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo serve test test-heavy lint types imports unit evals speed bench scale lock clean
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
ONRECORD := $(VENV)/bin/onrecord
PIP := $(PY) -m pip --disable-pip-version-check
EVAL ?= ../shared/eval
SETS ?=

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

demo: setup ## read the example articles into demo.db, show what to try next and one answer
	@$(ONRECORD) read examples/articles --into demo.db
	@printf '\nNow try:\n'
	@printf '  %s\n' "$(ONRECORD) show demo.db" "$(ONRECORD) show demo.db 'Tren de Aragua'" 'make serve'
	@printf '\nAnd an answer with its sources: $(ONRECORD) ask demo.db "$(QUESTION)"\n\n'
	@$(ONRECORD) ask demo.db "$(QUESTION)"

QUESTION ?= How many people died in Derna?

demo.db: | setup
	$(ONRECORD) read examples/articles --into demo.db

serve: setup demo.db ## open demo.db in the browser
	$(ONRECORD) serve demo.db

test: lint types imports unit ## everything that must hold before a change goes in

lint: setup-dev ## ruff: rules and format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: setup-dev ## mypy, strict
	$(PY) -m mypy --strict
	$(PY) -m mypy --strict evals tools/speed.py tools/bench.py tools/resolving.py tools/write_reference.py

imports: setup-dev ## import-linter: arrows point down
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

unit: setup-dev ## the tests
	$(PY) -m pytest

test-heavy: setup-dev ## ten thousand hostile files and long fuzzing (some hours)
	ONRECORD_HEAVY=1 $(PY) -m pytest tests/test_nasty.py tests/test_fuzz.py tests/test_states.py

evals: setup-dev ## measure on the development sets, compare with evals/floors.json (SETS="seed gum_quotes" for some)
	$(PY) evals/run.py --sets-from $(EVAL) $(SETS)

speed: setup-dev ## time and memory beside the plain parser
	$(PY) tools/speed.py --texts-from $(EVAL)

bench: setup-dev ## what a casefile costs: documents an hour, memory, bytes, recovery after a kill
	$(PY) tools/bench.py --texts-from $(EVAL)

scale: setup-dev ## what resolving entities costs from ten thousand mentions to a million
	$(PY) tools/resolving.py

setup: $(VENV)/.ready ## .venv with what the program needs, from the hashed lock

setup-dev: $(VENV)/.ready-dev ## the same with what its tests need

lock: setup-dev ## compile the lock files anew; newer versions with UPGRADE=--upgrade
	$(PY) -m uv pip compile pyproject.toml $(LOCK_OPTIONS) --group build -o requirements.lock
	$(PY) -m uv pip compile pyproject.toml $(LOCK_OPTIONS) --group build --group dev -c requirements.lock -o requirements-dev.lock

LOCK_OPTIONS = --universal --generate-hashes --no-annotate --no-header --quiet -p $(PY) $(UPGRADE)

clean: ## remove what the other targets made, but for casefiles
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache evals/latest.json

$(PY):
	@python="$$(sh tools/find_python.sh)" && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

# The locks pin every distribution and its hash, the build backend too; nothing is built but this package itself.
INSTALL = $(PIP) install --quiet --require-hashes --only-binary :all: -r
INSTALL_SELF = $(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .

$(VENV)/.ready: requirements.lock pyproject.toml | $(PY)
	@echo 'Installing what the program needs (about 140 MB the first time) ...'
	@$(INSTALL) requirements.lock
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo 'Installing what the tests need ...'
	@$(INSTALL) requirements-dev.lock
	@touch $@

# Two commands do everything: `make demo` and `make test`. uv is used when it is there.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
FAMILIES ?= 400
# The language of the team's pages: `make demo LANG=en`. Every environment has a LANG of another
# meaning, so only the one of make's own line counts.
SPOKEN := $(if $(filter command line,$(origin LANG)),--lang $(LANG))

.PHONY: demo check test bench soak languages format clean

demo: $(VENV)/.demo
	@$(BIN)/diagnosis demo --port $(PORT) --families $(FAMILIES) $(SPOKEN)

# What a change needs first: form, types, layers, questionnaires, examples of the docstrings.
check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/diagnosis check
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n 2 analysis diagnosis tests/questionnaire

test: $(VENV)/.test
	@scripts/system browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/diagnosis check
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n 2 --dist worksteal

bench: $(VENV)/.test
	@scripts/system browser load peers
	$(BIN)/python -m tests.benchmarks

# Two hundred families, pages closed, network cut, server killed: every answer once; a wheel
# installed where there is nothing.
soak: $(VENV)/.test
	@scripts/system browser
	RESPONSES=200 $(BIN)/python -m pytest -q tests/browser/test_exactly_once.py
	EMPTY=1 $(BIN)/python -m pytest -q tests/house/test_wheel.py

# What families read, then what the team reads, brought from the sources into every catalogue; the
# same as `diagnosis translations extract`, with the tools of Babel alone.
languages: $(VENV)/.demo
	$(BIN)/pybabel extract -F babel.cfg --add-location=file --no-wrap --sort-output -o translations/messages.pot .
	$(BIN)/pybabel update -i translations/messages.pot -d translations -N --ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel extract -F team.cfg --add-location=file --no-wrap --sort-output -o translations/team.pot .
	$(BIN)/pybabel update -D team -i translations/team.pot -d translations -N --ignore-obsolete --ignore-pot-creation-date --no-wrap

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A marker per set of extras: a change of dependencies installs again, nothing else does.
$(VENV)/.demo: pyproject.toml constraints.txt
	@scripts/system python
	@scripts/install $(VENV) "."
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt
	@scripts/system python
	@scripts/install $(VENV) ".[test]"
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

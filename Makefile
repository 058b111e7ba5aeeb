# Two commands do everything: `make demo` and `make test`. uv is used when it is there.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
FAMILIES ?= 400
# The language of the team's pages: `make demo LANG=en`. Every environment has a LANG of another
# meaning, so only the one of make's own line counts.
SPOKEN := $(if $(filter command line,$(origin LANG)),--lang $(LANG))

# Tests start the application twenty times: Python keeps what it compiled, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

# make test SHARD=2/3: one third of the tests, whole files, for machines that share the work.
SHARD ?=
PYTEST := OPENBLAS_NUM_THREADS=1 SHARD=$(SHARD) $(BIN)/python -m pytest -q

.PHONY: demo form check test peers bench faults audit walk soak languages lock format clean

demo: $(VENV)/.demo
	@$(BIN)/diagnosis demo --port $(PORT) --families $(FAMILIES) $(SPOKEN)

# Format, lint, types, layers, dependencies (those of the application, then of its tests), data.
form: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	scripts/pages $(BIN)
	$(BIN)/deptry diagnosis analysis
	$(BIN)/deptry tests scripts --exclude '\.venv' --ignore DEP002,DEP004
	$(BIN)/diagnosis check

# What a change needs first: the form, and every test that needs no browser and harms no server.
check: form
	$(PYTEST) -n 2 --dist worksteal -m "not browser and not faults"

# All of it. A share of the tests leaves the form to whoever asks for the whole.
test: $(VENV)/.test $(if $(SHARD),,form)
	@scripts/system browser voice postgres
	$(PYTEST) -n 2 --dist worksteal

# Our statistics beside those of others, and the same bytes from two workers of a cluster.
peers: $(VENV)/.bench
	$(PYTEST) tests/peers

bench: $(VENV)/.bench
	@scripts/system browser load peers
	$(BIN)/python -m tests.benchmarks

# Harm in large numbers, by hand: connections held at a server and at proxies, disks, locks, kills; its
# measures go into docs/reliability.md, whatever fell.
faults: export HELD = 200
faults: export IDLE = 1100
faults: export IDLE_PROXY = 9000
faults: export KILLS = 40
faults: $(VENV)/.test
	@scripts/system proxies
	@mkdir -p build
	$(BIN)/python -m pytest -q -p no:randomly --junitxml build/faults.xml tests/faults; code=$$?; \
	  $(BIN)/python -m scripts.reliability build/faults.xml && exit $$code

# Known weaknesses of what requirements/ pins, asked of PyPI.
audit: $(VENV)/.test
	@$(BIN)/python -m scripts.audit

# What docs/exploitation.md says to type, typed in an empty Debian; as root.
walk:
	@scripts/system debian
	@python3 -m scripts.operators_walk

# Two hundred families, pages closed, network cut, server killed: every answer once; a wheel
# installed where there is nothing; every walk in a browser on PostgreSQL.
soak: $(VENV)/.test
	@scripts/system browser voice postgres
	RESPONSES=200 $(BIN)/python -m pytest -q tests/browser/test_exactly_once.py
	EMPTY=1 $(BIN)/python -m pytest -q tests/house/test_wheel.py
	PHONES=30 $(BIN)/python -m pytest -q tests/browser/test_room.py
	ENGINE=postgres $(BIN)/python -m pytest -q -n 2 --dist worksteal tests/browser

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
	scripts/pages $(BIN) format

# The versions and hashes of what pyproject.toml names; needs uv.
lock:
	@scripts/lock

# A marker per set of extras: a change of dependencies installs again, nothing else does.
$(VENV)/.demo: pyproject.toml requirements/run.txt
	@scripts/system python
	@scripts/install $(VENV) run
	@touch $@

$(VENV)/.test: pyproject.toml requirements/test.txt
	@scripts/system python
	@scripts/install $(VENV) test
	@touch $@ $(VENV)/.demo

$(VENV)/.bench: pyproject.toml requirements/bench.txt
	@scripts/system python
	@scripts/install $(VENV) bench
	@touch $@ $(VENV)/.test $(VENV)/.demo

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

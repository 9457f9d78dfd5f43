# The verbs of the house. Python 3.11 or newer and make are enough to start; each verb installs what it needs into .venv.
#
# Stamps inside .venv remember what is installed, so that a second run starts at once. Every version is pinned in
# constraints.txt. Options: PYTHON=/path/to/python3.12 (which Python .venv is made of), PYTEST="-k berlin" (passed to pytest),
# SLOW=1 (tests that take long, too), HYPOTHESIS_PROFILE=ci or nightly (more examples of every law).

PYTHON ?=
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -qq
PINNED := pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install demo test api browser oracle promises live storm hostile lint bench load docs clean

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

install: $(VENV)/.dev ## everything a contributor needs

demo: $(VENV)/.base ## a sample desk replayed: attainment, the worst misses, one ticket explained
	@$(BIN)/slaclock demo

test: $(VENV)/.test ## the tests, in random order, on all cores (SLOW=1: those that take long as well)
	@$(BIN)/python -m pytest -n auto --maxprocesses 8 $(if $(SLOW),$(PYTEST),-m "not slow" $(or $(PYTEST),tests))

oracle: $(VENV)/.test ## the engine against a second-by-second walk of 20,000 random lives (ORACLE_LIVES=100000: more)
	@ORACLE_LIVES=$${ORACLE_LIVES:-20000} $(BIN)/python -m pytest -n auto --maxprocesses 8 tests/oracle $(PYTEST)

promises: $(VENV)/.test ## a million promises in every language, read back: none is early (CASES=5000000: more)
	@$(BIN)/python -m tests.promise.languages.millions --cases $(or $(CASES),1000000)

api: $(VENV)/.test ## the HTTP API asked 500 things an operation in five roles of two tenants (SLACLOCK_API_CASES=50: fewer)
	@rm -f .api-figures
	@SLACLOCK_API_CASES=$${SLACLOCK_API_CASES:-500} SLACLOCK_API_FIGURES=$(CURDIR)/.api-figures nice -n 15 \
	  $(BIN)/python -m pytest -n 2 tests/web/api/test_api_fuzz.py $(PYTEST); status=$$?; sort .api-figures; rm -f .api-figures; exit $$status

browser: $(VENV)/.browser ## every page in a real browser, the system's Chromium (PICTURES=1: renew those of the documentation)
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	  command -v $$name >/dev/null && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "make browser needs Chromium: install it (Debian and Ubuntu: apt-get install chromium)" >&2; exit 1
	@SLACLOCK_BROWSER=1 PICTURES=$(PICTURES) $(BIN)/python -m pytest tests/browser $(PYTEST)

live: $(VENV)/.test ## whole lives on real helpdesks, started by ../shared/helpdesks, their clocks moved
	@SLACLOCK_LIVE=1 $(BIN)/python -m pytest tests/live $(PYTEST)

hostile: $(VENV)/.test ## every vendor's helpdesk on a line where one call in five goes wrong, 20,000 deliveries each (HOSTILE_DELIVERIES=2000: fewer)
	@HOSTILE_DELIVERIES=$${HOSTILE_DELIVERIES:-20000} $(BIN)/python -m pytest -q -p no:randomly tests/hostile $(PYTEST)

storm: $(VENV)/.test ## workers killed at every named place and at any moment, on both databases; then thirteen sabotages (STORM="--on sqlite gale")
	@$(BIN)/python -m tests.storm $(STORM)
	@SLACLOCK_STORM=1 $(BIN)/python -m pytest -q -s -p no:randomly -m storm tests/storm $(PYTEST)

lint: $(VENV)/.lint ## formatting, lint, types by two checkers, architecture, spelling
	@$(BIN)/ruff format --check --quiet || { echo "make lint: not formatted; run $(BIN)/ruff format" >&2; exit 1; }
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/codespell
	@echo "lint: clean"

bench: $(VENV)/.bench ## the hours beside their rivals, tick beside the bare database drivers, in tables
	@$(BIN)/python -m tests.bench $(BENCH)

load: $(VENV)/.test ## 200 questions of the customers' widget a second, asked by autocannon (npm); p99 under 50 ms
	@$(BIN)/python -m tests.load

docs: $(VENV)/.test ## check the documentation: examples run, output is compared, links lead somewhere
	@$(BIN)/python -m pytest -q tests/house/test_documents.py tests/house/test_glossary.py

clean: ## remove .venv and everything built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find slaclock integrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that runs and is new enough makes .venv. The build backend is installed pinned and used as it is,
# so that nothing unpinned is fetched behind the scenes (setuptools: one rival of `make bench` comes as source).
$(VENV)/.python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "slaclock needs Python 3.11 or newer and found none: install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	test -x $(BIN)/python || "$$python" -m venv $(VENV) || { \
	  echo "$$python cannot make $(VENV): install its venv module (Debian and Ubuntu: python3-venv)" >&2; exit 1; \
	}
	@touch $@

$(VENV)/.build: $(VENV)/.python constraints.txt
	@echo "installing into $(VENV) (once)"
	@$(PIP) install -c constraints.txt hatchling editables setuptools
	@touch $@

$(VENV)/.base: $(VENV)/.build $(PINNED)
	@$(PIP) install -c constraints.txt --no-build-isolation -e .
	@touch $@

$(VENV)/.test $(VENV)/.lint $(VENV)/.bench $(VENV)/.browser $(VENV)/.dev: $(VENV)/.%: $(VENV)/.build $(PINNED)
	@$(PIP) install -c constraints.txt --no-build-isolation -e ".[$*]"
	@touch $@ $(VENV)/.base

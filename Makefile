# Restu. `make demo` and `make test` need python3 (3.11 or newer) and make; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
.DEFAULT_GOAL := help

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export RESTU_TEST_DATA ?= $(abspath ../shared/data)

# A development environment also serves `make demo`; only a fresh machine gets the smaller one.
RUNTIME := $(firstword $(wildcard $(VENV)/.dev) $(VENV)/.runtime)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(RUNTIME) ## Start Restu with the demo network on 127.0.0.1:8000
	$(BIN)/restu demo

.PHONY: install
install: $(VENV)/.dev ## Make .venv with everything but the tests' own needs

$(VENV)/.runtime $(VENV)/.dev: $(VENV)/.%: requirements/%.txt requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Restu needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3'; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || \
		{ echo 'No virtual environment could be made; on Debian: apt-get install python3-venv'; exit 1; }
	$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt -r $<
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'from graph.kernels.warm import warm; warm()' # so that no first user waits
	@touch $@

.PHONY: style
style: install # Format, lint and types; part of check and test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright

.PHONY: check
check: style ## Format, lint, types, import direction, fast tests: under two minutes
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not neo4j and not browser and not data and not soak"

.PHONY: test-needs
test-needs: install # What the tests need beside Python: Neo4j's jars, Java, Chromium
	@tests/install_needs.sh

.PHONY: test
test: test-needs ## Everything, with a real Neo4j and a real browser; and what style checks
	@tests/run_all.sh $(BIN)/pytest

.PHONY: bench
bench: install ## Side by side with peers; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

.PHONY: planted
planted: install ## Learning and choice where the truth is known; writes docs/planted-truth.md
	$(BIN)/python -m benchmarks.planted_truth

.PHONY: soak
soak: test-needs ## The long kill, load and fuzz rounds
	$(BIN)/pytest -m soak

.PHONY: wheel
wheel: install ## Build dist/restu-*.whl
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

.PHONY: lock
lock: ## Renew requirements/*.txt (needs uv; hashed, without any index address)
	rm -f requirements/*.txt
	$(LOCK) --group build --group dev pyproject.toml -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt pyproject.toml -o requirements/runtime.txt
	$(LOCK) -c requirements/dev.txt --group build -o requirements/build.txt

LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

.PHONY: clean
clean: ## Remove everything that make has made
	rm -rf $(VENV) .cache dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks

# make demo   build the example index and show where to look        make test   run all tests
# make check  ruff, mypy and tests                                   make docs   renew the generated pages
# make lock   renew the locked dependencies
# Each target sets itself up: a virtual environment in .venv from hash-checked wheels.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOP := $(VENV)/.develop

.PHONY: demo test check lint format types benchmark reconstruct docs lock clean

demo: $(RUNTIME)
	$(BIN)/zhishu demo

test: $(DEVELOP)
	sh scripts/system-packages
	$(BIN)/python -m pytest -n auto

check: lint types test

lint: $(DEVELOP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEVELOP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(DEVELOP)
	$(BIN)/mypy

benchmark: $(DEVELOP)
	$(BIN)/python benchmarks/build.py

# The records of the example, made anew from its written constraints.
reconstruct: $(DEVELOP)
	$(BIN)/python examples/china-big-data-2023/reconstruct

docs: $(DEVELOP)
	$(BIN)/zhishu schema > docs/edition.schema.json
	$(BIN)/python scripts/method_docs.py
	$(BIN)/python scripts/figure_docs.py
	$(BIN)/python scripts/conformance_docs.py

# Versions and hashes only: no registry address is written.
lock: $(DEVELOP)
	$(BIN)/python scripts/lock.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(DEVELOP): requirements-dev.lock $(RUNTIME)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) build dist demo

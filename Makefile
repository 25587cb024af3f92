# Two commands are enough for a newcomer: make demo, make test.
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin

.PHONY: demo test check fix bench serve system clean

demo: $(VENV)/.ready system
	$(BIN)/steward demo --out demo-out

test: $(VENV)/.ready system
	$(BIN)/python -m pytest

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

fix: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m tests.bench_callback
	$(BIN)/python -m tests.bench_processing
	$(BIN)/python -m tests.bench_backward

serve: $(VENV)/.ready
	$(BIN)/steward serve

# Chinese fonts for PDF, a browser for the page tests: from the system, where we may install.
system:
	@sh .ci/system

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[postgres,dev]'
	@touch $@

clean:
	rm -rf $(VENV) demo-out build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
PINNED := --constraint constraints.txt --build-constraint constraints.txt

.PHONY: run test bench screenshots constraints clean

run: $(VENV)/run.stamp
	@$(BIN)/pipetui demo

test: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist worksteal

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/dev.stamp
	$(BIN)/python screenshots/make.py

# Every version there is now, from an environment that has nothing else.
constraints:
	$(PYTHON) -m venv --clear build/newest
	build/newest/bin/pip install --quiet --upgrade pip
	build/newest/bin/pip install --quiet --group dev hatchling editables .
	(sed -n '/^#/p' constraints.txt; build/newest/bin/pip freeze --all --exclude pipetui --exclude setuptools) > build/constraints.txt
	mv build/constraints.txt constraints.txt
	rm -rf build/newest

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The pip of a fresh environment may be too old to know dependency groups.
$(VENV)/run.stamp: pyproject.toml constraints.txt
	@echo "Making $(VENV): this takes a minute, once."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --constraint constraints.txt --upgrade pip
	@$(PIP) install $(PINNED) --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	@$(PIP) install $(PINNED) --group dev
	@touch $@

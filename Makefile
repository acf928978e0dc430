# Everything a person runs here. `make` alone lists it.

PYTHON ?= python3
UV_VERSION := 0.13.9
BATCH := templates/batches/monthly.yml

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Without .pyc files every import compiles again, and reports take several times as long.
unexport PYTHONDONTWRITEBYTECODE
# An active environment must not be mistaken for ours.
unexport VIRTUAL_ENV CONDA_PREFIX

.DEFAULT_GOAL := help
.PHONY: demo test lab lint fix bench install lock clean help

demo: $(READY)  ## make the monthly pack of the sample shop
	$(BIN)/planbook batch $(BATCH)
	@echo
	@echo "Open this page in a browser:  reports/$(basename $(notdir $(BATCH)))/index.html"

test: $(READY)  ## run all tests
	$(BIN)/python -m pytest -n auto

lab: $(READY)  ## open JupyterLab with the notebooks
	$(BIN)/planbook lab

lint: $(READY)  ## check style, types, notebooks and generated pages; change nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python scripts/check_notebooks.py
	$(BIN)/python scripts/index_notebooks.py --check
	$(BIN)/python scripts/write_docs.py --check
	$(BIN)/python scripts/update_catalogs.py --check
	$(BIN)/python scripts/make_inputs.py --check
	$(BIN)/python scripts/make_planning.py --check

# A dash goes on where a step leaves something that only a person can mend.
fix: $(READY)  ## mend what lint can mend, and write generated pages anew
	-$(BIN)/ruff check --fix
	-$(BIN)/ruff format
	-$(BIN)/python scripts/check_notebooks.py --fix
	$(BIN)/python scripts/index_notebooks.py
	$(BIN)/python scripts/update_catalogs.py
	$(BIN)/python scripts/write_docs.py
	$(BIN)/python scripts/make_inputs.py
	$(BIN)/python scripts/make_planning.py

bench: $(READY)  ## measure speed and memory against bare SQL and papermill
	$(BIN)/python scripts/benchmark.py

install: $(READY)  ## make the environment in .venv, or bring it up to date

lock: $(BIN)/python  ## resolve requirements.lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean:  ## throw away the environment and what tools keep; reports and data stay
	rm -rf $(VENV) build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Where ensurepip is not packaged (Debian without python3-venv), pip itself is put into a bare environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Planbook needs Python 3.11 or later; name one: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
	  { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install pip; }

# uv takes seconds where pip takes minutes; where uv cannot be had or cannot reach the index, pip does it.
$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) …"
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || $(BIN)/python -m ensurepip
	@$(BIN)/python -m pip install --quiet uv==$(UV_VERSION) && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock || \
	  { echo "uv could not do it; pip takes a few minutes more."; \
	    $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; }
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

# make (= make report), make test, make lint, make pictures, make lock, make clean, make benchmark, make benchmark-speed,
# make train.
# Needs Python 3.11-3.13 with pip, and make; everything else goes into .venv. Windows: see README.md.
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python,$(if $(shell $(p) -c 'import sys; print("ok" if (3, 11) <= sys.version_info[:2] <= (3, 13) else "")' 2>/dev/null),$(p))))
VENV := .venv
TRAIN_VENV := .venv-train
BIN := $(VENV)/bin
UV := uv==0.13.9
BENCHMARK ?= ../shared/benchmark
CORPUS ?= data/articles
SIZES ?= 100,1000,10000

.PHONY: report test lint pictures types lock clean setup benchmark benchmark-speed train
.DEFAULT_GOAL := report

report: setup
	$(BIN)/python -m analysis report

test: setup lint
	$(BIN)/python -m pytest -n auto --dist loadgroup -q

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The README's pictures of JupyterLab, taken anew by the browser tests.
pictures: setup
	PICTURES=docs/images $(BIN)/python -m pytest -q -p no:cacheprovider tests/test_jupyterlab.py

benchmark: setup
	$(BIN)/python -m analysis benchmark "$(BENCHMARK)"

# CORPUS: articles whose sentences are shuffled into large corpora. Writes docs/speed.md and its chart.
benchmark-speed: setup
	$(BIN)/python -m analysis benchmark --speed "$(CORPUS)" --sizes "$(SIZES)"

# Rebuilds analysis/statements/model from PolNeAR (POLNEAR=folder with polnear_train.jsonl and score.py); an hour or two.
train: $(TRAIN_VENV)/.ready
	@test -n "$(POLNEAR)" || { echo "make: say where PolNeAR lies:  make train POLNEAR=/path/to/folder" >&2; exit 1; }
	$(TRAIN_VENV)/bin/python -m training.train "$(POLNEAR)"

$(TRAIN_VENV)/.ready: pyproject.toml Makefile
	@test -n "$(PYTHON)" || { echo "make: this needs Python 3.11, 3.12 or 3.13; name yours with  make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@rm -rf $(TRAIN_VENV)
	@$(PYTHON) -m venv $(TRAIN_VENV)
	@$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -e ".[train]"
	@touch $@

setup: $(VENV)/.ready

# uv is quick and checks every hash; where it cannot be had or will not run, pip does the same, slower. What Python and
# matplotlib would otherwise prepare in the first run is prepared here.
$(VENV)/.ready: requirements.lock pyproject.toml Makefile
	@test -n "$(PYTHON)" || { echo "make: this needs Python 3.11, 3.12 or 3.13; name yours with  make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV) \
		&& $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --only-binary :all: -r requirements.lock \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q analysis && $(BIN)/python -c "import matplotlib.font_manager"
	@touch $@

# The lock names versions and hashes, never a host.
lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra notebooks --extra scale --extra dev \
		--no-header --no-annotate --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(TRAIN_VENV) build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

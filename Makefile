# Every target works on a fresh clone: it first builds .venv from the pinned versions in constraints.txt.
PYTHON ?= python3
RAW ?= data/raw
WAREHOUSE ?= data/warehouse
MINUTES ?= 60
RUNS ?= 1000000
KILLS ?= 1000
DOCUMENTS ?= 10000
SIZES ?= 5000 20000 57600 200000
CORPORA ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export DAGSTER_HOME := $(CURDIR)/data/dagster_home
export GOV_DISCLOSURE_RAW := $(abspath $(RAW))
export GOV_DISCLOSURE_WAREHOUSE := $(abspath $(WAREHOUSE))

.PHONY: help run dev test check bench bench-national bench-registration bench-damage bench-trust panel-truth kills fuzz lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(READY) ## read the documents of data/raw into Parquet
	$(BIN)/gov-disclosure run

dev: $(READY) ## open the Dagster UI on the same warehouse
	$(BIN)/dagster dev -w workspace.yaml

test: $(READY) ## run the tests
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(READY) ## lint, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench ## measure speed, beside the floor and other tools, up to a whole country
	DOCUMENTS=$(DOCUMENTS) SIZES="$(SIZES)" CORPORA=$(CORPORA) $(BIN)/python -m bench

bench-national: $(VENV)/.bench ## measure the whole way at SIZES="5000 20000 57600 200000"; CORPORA=DIR keeps documents
	SIZES="$(SIZES)" CORPORA=$(CORPORA) $(BIN)/python -m bench stages national listed

bench-registration: $(READY) ## measure registering DOCUMENTS=10000 documents, from nothing and again
	DOCUMENTS=$(DOCUMENTS) $(BIN)/python -m bench registration

bench-damage: $(READY) ## measure what damage does to what is read, some ten minutes
	$(BIN)/python -m bench damage

bench-trust: $(READY) ## measure which wrong numbers are told and located, some fifteen minutes
	$(BIN)/python -m bench trust

panel-truth: $(READY) ## compare the panel of DOCUMENTS=10000 generated reports with what they are known to say, in SQL
	$(BIN)/python -m gov_disclosure_tests.analysis --documents $(DOCUMENTS)

kills: $(READY) ## kill runs and workers KILLS=1000 times and look at every file after each
	$(BIN)/python -m gov_disclosure_tests.killing --kills $(KILLS)

fuzz: $(VENV)/.fuzz ## damage documents for MINUTES=60 or RUNS=1000000 and look for broken promises
	$(BIN)/python -m gov_disclosure_tests.fuzz --minutes $(MINUTES) --runs $(RUNS)

lock: $(READY) ## resolve the versions anew into constraints.txt
	$(BIN)/uv pip compile -q --upgrade pyproject.toml --group dev --group bench --group fuzz \
		--universal --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o constraints.txt

clean: ## remove what `make run` wrote; raw documents stay
	rm -rf $(WAREHOUSE) data/dagster_home/storage data/dagster_home/history data/dagster_home/schedules \
		data/dagster_home/logs data/dagster_home/.logs_queue .tmp_dagster_home_*

# uv installs the environment in seconds; it comes from the package index like any other dependency.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gov_disclosure needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt -e . --group dev
	@touch $@

# What the benchmark compares with comes into the same environment, so that all run on the same versions.
$(VENV)/.bench: $(READY)
	$(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt --group bench
	@touch $@

$(VENV)/.fuzz: $(READY)
	$(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt --group fuzz
	@touch $@

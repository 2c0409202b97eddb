# `make` builds content/ into output/; `make help` names the rest. Each sets up what it needs first.
# ARGS=… is handed on, for example: make ARGS=--explain, make test ARGS='-k tables'.

PYTHON_HERE := .venv/bin/python
PYTEST := $(PYTHON_HERE) -m pytest

.PHONY: build test check format browser corpus conformance wiki fuzz words large bench clean help core dev with-browser
.NOTPARALLEL:

build: core  ## build content/ into output/ (what `make` alone does)
	@$(PYTHON_HERE) build.py $(ARGS)

test: dev  ## run the tests
	$(PYTEST) -n 2 $(ARGS)

check: dev  ## check style, types and import layers
	$(PYTHON_HERE) -m ruff check
	$(PYTHON_HERE) -m ruff format --check
	$(PYTHON_HERE) -m mypy
	.venv/bin/lint-imports --no-logo

format: dev  ## put the code into its one format
	$(PYTHON_HERE) -m ruff check --fix
	$(PYTHON_HERE) -m ruff format

browser: with-browser  ## test the pages in Chromium
	$(PYTEST) -m 'browser and not corpus' $(ARGS)

corpus: dev  ## test with a folder of real articles
	$(PYTEST) -n 2 -m 'corpus and not browser' $(ARGS)

conformance: dev  ## judge briefings of our cases and of a folder of real articles with veraPDF
	$(PYTEST) -m 'corpus or not corpus' tests/briefing/test_conformance.py $(ARGS)

wiki: dev  ## test against a running MediaWiki
	$(PYTEST) -m wiki $(ARGS)

fuzz: dev  ## test the laws with many more random documents and edits, of real articles too
	$(PYTEST) -n 2 tests/markup/test_laws.py tests/markup/test_edits.py tests/markup/test_references.py --hypothesis-profile=fuzz $(ARGS)

words: dev  ## count what becomes of a word in every argument, tag, file and infobox: none is lost
	$(PYTEST) -n 2 tests/layouts/test_nothing_vanishes.py tests/page/test_words_of_tags.py $(ARGS)

large: dev  ## test with documents as large as none should be
	$(PYTEST) -m large $(ARGS)

bench: dev  ## measure speed, side by side with others
	for script in benchmarks/*.py; do $(PYTHON_HERE) $$script || exit; done

clean:  ## remove what was built, caches and the virtual environment
	find output -mindepth 1 ! -name .gitignore -delete
	rm -rf .venv .*_cache .hypothesis build dist *.egg-info

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

core:
	@sh setup.sh

dev:
	@sh setup.sh dev

with-browser:
	@sh setup.sh browser

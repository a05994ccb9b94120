# `make` lists what can be done. Every target makes the virtual environment first, when it is missing or out of date.

PYTHON ?= $(shell for each in python3.13 python3.12 python3.11 python3 python; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done)
VENV ?= .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
# Most tests wait for a disk, a browser or another process, so more of them run than there are processors.
JOBS ?= 5
TYPED := -m app -m demo -m demo_check $(addprefix -p ,bot commands messages sandbox storage)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check format bench simulate mutants year clocks machine leaks soak fuzz screenshots words clean

help: ## list the targets
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 15

setup: $(READY) ## make the virtual environment and install Baton in it

demo: $(READY) ## play two weeks of deals in a local Slack; HEADLESS=1 plays without a page and ends
	$(RUN) app.py demo $(if $(filter-out 0,$(HEADLESS)),--headless)

test: $(READY) ## run all tests; ARGS="-k words" passes more to pytest
	$(RUN) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: $(READY) ## what must hold before a change goes in: format, lint, types, tests
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m ruff check --quiet .
	$(RUN) -m mypy --strict $(TYPED)
	$(MAKE) --no-print-directory test

format: $(READY) ## format the code and mend what ruff can mend by itself
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

bench: $(READY) ## measure: how long things take, as figures
	$(RUN) -m pytest -q -s -o python_files='bench_*.py' tests/benchmarks $(ARGS)

simulate: $(READY) ## run SEEDS=n, or for SECONDS=n, FROM=seed, kept in RECORD=file; SEED=n or TAPE=file shows one
	$(RUN) -m tests.simulation $(if $(SEED),--seed $(SEED),$(if $(TAPE),--tape $(TAPE),$(if $(SEEDS),--seeds $(SEEDS)) \
	  $(if $(SECONDS),--seconds $(SECONDS)) $(if $(FROM),--first $(FROM)) $(if $(RECORD),--record $(RECORD))))

mutants: $(READY) ## put deliberate bugs into copies of Baton, and see the simulation catch each; ONLY="words" takes some
	$(RUN) -m tests.mutants $(if $(SEEDS),--seeds $(SEEDS)) $(if $(ONLY),--only "$(ONLY)")

year: $(READY) ## play a year of DEALS=n with good, middling and bad people, SEED=n; the figures come last
	$(RUN) -m tests.year --seed $(or $(SEED),1) --deals $(or $(DEALS),200)

clocks: $(READY) ## hold working time in every zone against the wall, around every change of its clocks until 2040
	$(RUN) -m tests.clocks

machine: $(READY) ## play EXAMPLES=n of STEPS=n acts of anybody on one deal; what was met comes last
	$(RUN) -m tests.machine --examples $(or $(EXAMPLES),600) --steps $(or $(STEPS),50)

leaks: $(READY) ## do OPERATIONS=n things in two companies alike to the last id, SEED=s; a word of one in the other ends it
	$(RUN) -m tests.tenancy --operations $(or $(OPERATIONS),10000) --seed $(or $(SEED),1)

soak: $(READY) ## kill and stop real processes for MINUTES=n, SEED=s, DATABASE=sqlite; then compare Slack with the inputs
	$(RUN) -m tests.soak --minutes $(or $(MINUTES),15) --seed $(or $(SEED),1) --database $(or $(DATABASE),postgresql)

fuzz: $(READY) ## send REQUESTS=n generated requests, well signed or not, at every door; SEED=s, REPLAY=file shows a failure
	$(RUN) -m tests.fuzz $(if $(REPLAY),--replay $(REPLAY),--requests $(or $(REQUESTS),20000) --seed $(or $(SEED),1))

screenshots: $(READY) ## draw the pictures in docs/ anew
	$(RUN) docs/screenshots.py

CATALOGUES := messages/catalogues
words: $(READY) ## gather every sentence for translators; LANGUAGE=de begins the file of a language, or brings it up to date
	$(VENV)/bin/pybabel -q extract -F $(CATALOGUES)/babel.cfg --no-location --sort-output --project Baton \
	  --input-dirs messages -o $(CATALOGUES)/words.pot
	$(if $(LANGUAGE),$(VENV)/bin/pybabel -q $(if $(wildcard $(CATALOGUES)/$(LANGUAGE).po),update --no-fuzzy-matching,init) \
	  -i $(CATALOGUES)/words.pot -o $(CATALOGUES)/$(LANGUAGE).po -l $(LANGUAGE) --width 120)

clean: ## remove the virtual environment and what tools left behind
	rm -rf $(VENV) build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp says: this environment holds what these two files ask for.
$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { \
		echo "Baton needs Python 3.11 or newer and found none. Install one, or name it: make setup PYTHON=/path/to/python3"; \
		exit 1; }
	@echo "Setting up $(VENV): this takes a minute, once."
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,postgres]'
	@touch $@

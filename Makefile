# Two commands do all: `make demo` and `make test`. Everything goes into .venv, from the hashed locks.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
SOURCES := mailbot tests db benchmarks

.PHONY: demo test install check lint types rules format lock clean

demo: $(VENV)/ready
	@$(RUN)/mailbot demo $(ARGS)

install: $(VENV)/ready

$(VENV)/ready: requirements.lock pyproject.toml tools/venv
	@tools/venv $(PYTHON) $(VENV) requirements.lock
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	@tools/venv $(PYTHON) $(VENV) requirements-dev.lock
	@touch $@

# Many interpreters start here, and asserts are rewritten: what is compiled is kept, whatever the shell says.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/ready-dev
	@tools/install-test-servers
	@$(MAKE) --no-print-directory lint types rules
	$(RUN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/ready-dev
	$(RUN)/ruff check $(SOURCES)
	$(RUN)/ruff format --check $(SOURCES)

types: $(VENV)/ready-dev
	$(RUN)/mypy

rules: $(VENV)/ready-dev
	$(RUN)/lint-imports

format: $(VENV)/ready-dev
	$(RUN)/ruff check --fix $(SOURCES)
	$(RUN)/ruff format $(SOURCES)

# The locks are made with uv (install it first); no index address may end up in them.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url pyproject.toml --extra build -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url pyproject.toml --extra build --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# GNU make, 3.81 or later.  Needs Python 3.11 to 3.14 and nothing else;
# `make pdf` also needs TeX.

# What the user's shell has set for another Python project.
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help environment derivation test pdf bench bench-numerics peers enclosures mutants attack trust code-mutants screenshots lint lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

environment: ## make .venv, or leave it if current (PYTHON=... chooses the interpreter)
	@sh .ci/environment.sh

derivation: environment ## check every derivation and write output/
	@.venv/bin/derive build
	@echo "To read it, open output/html/index.html in a browser."
	@if command -v pdflatex >/dev/null || command -v lualatex >/dev/null; then \
	    echo "'make pdf' will typeset output/latex/ into output/pdf/."; \
	else \
	    echo "'make pdf' needs TeX; on Debian: sudo apt-get install texlive-latex-base lmodern"; \
	fi

test: environment ## run the tests (ARGS=... goes to pytest)
	@.venv/bin/python -m pytest $(ARGS)

code-mutants: environment ## try the kernel with one check less against its tests (ARGS=--help)
	@.venv/bin/python -m tests.mutants.code $(ARGS) && .venv/bin/python -m tests.trust.page

pdf: ## typeset output/latex/ into output/pdf/ (ENGINE=pdflatex or lualatex)
	@sh .ci/pdf.sh

bench: environment ## time checking the library against SymPy
	@.venv/bin/python tests/bench/library.py

bench-numerics: environment ## measure accuracy and speed beside the peers, into output/benchmarks/ (ARGS=--help)
	@.venv/bin/python -m tests.bench.numerics $(ARGS)

peers: environment ## install what `make bench-numerics` measures beside ours (gigabytes, where torch brings CUDA)
	@.venv/bin/python -m pip install --quiet --no-build-isolation --editable '.[peers]'

enclosures: environment ## try every step at points, and write output/trust/ (ARGS=--help says how)
	@.venv/bin/python -m tests.trust.enclosures $(ARGS) && .venv/bin/python -m tests.trust.page

mutants: environment ## try both checkers with mutants, and write output/trust/ (ARGS=--help says how)
	@.venv/bin/python -m tests.mutants.run $(ARGS) && .venv/bin/python -m tests.trust.page

trust: environment ## write the pages of output/trust/ from the figures there
	@.venv/bin/python -m tests.trust.page

attack: environment ## attack files, functions, commands and builds, at length (SEED=..., SHARE=0.1)
	@PYTHONPATH=. PYTHONDONTWRITEBYTECODE=1 .venv/bin/python -m tests.attack.run
	@.venv/bin/python -m tests.trust.page

screenshots: environment ## take the pictures of the site that the README shows (needs Chromium)
	@.venv/bin/python -m tests.browser.screenshots

lint: environment ## run ruff and mypy
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m mypy --strict derive

lock: ## resolve pyproject.toml into requirements.lock (needs uv; ARGS=--upgrade)
	@command -v uv >/dev/null || { echo "error: uv not found; install it: pip install uv" >&2; exit 1; }
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --fork-strategy fewest \
	    --extra dev --python-version 3.11 --output-file requirements.lock $(ARGS) pyproject.toml

clean: ## remove .venv and the caches; output/ stays
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find derive output tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Two commands to know: make run, make test. What they do is written in bootstrap.py.
#   make run                  install, load the demo congress, start everything (Ctrl-C stops it)
#   make test                 the test-suite; LONG=1 runs the long tests too
#   make check                format, lint, types, the house's import rule
#   make bench                speed beside a plain Flask + wechatpy + redis-py app, as ratios
#   make eval FILE=x.jsonl    send a questions file through the webhook: right, wrong, leaked, stages at fault; all own without
#   make rehearse             play the demo congress with faults, report under data/rehearsal/; ARGS=--short for a short one
#   make clean                remove what was installed and cached; data/ stays
# PYTHON=/path/to/python3.12 names the Python to use; ARGS="..." is handed on.

PYTHON =
FILE =
ARGS =
CANDIDATES = python3.14 python3.13 python3.12 python3.11 python3 python

.PHONY: help run test check bench eval rehearse clean

help:
	@sed -n 's/^#   //p' Makefile

run test check bench rehearse clean:
	@$(call bootstrap,$@ $(ARGS))

eval:
	@$(call bootstrap,eval "$(FILE)" $(ARGS))

# The first Python that is new enough runs bootstrap.py. (Python 3.9 exists as `python3` on many a machine: ask each.)
bootstrap = for python in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	  if command -v "$$python" >/dev/null 2>&1 \
	      && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    exec "$$python" bootstrap.py $(1); \
	  fi; \
	done; \
	echo "$(if $(PYTHON),$(PYTHON) is not Python 3.11 or newer.,No Python 3.11 or newer found (looked for $(CANDIDATES)).)" \
	  "Install one, or name it: make $@ PYTHON=/path/to/python3.12" >&2; exit 1

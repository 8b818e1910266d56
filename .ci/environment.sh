#!/bin/sh
# Make .venv, the environment that every make target runs in, unless the one
# that is there is current.  PYTHON=... chooses the interpreter.
set -eu

# None of these may bend what goes into .venv, or where.  The rest of pip's
# settings (an index, a proxy, a certificate) are the user's to make.
unset CDPATH PYTHONHOME PYTHONPATH VIRTUAL_ENV
unset PIP_CONSTRAINT PIP_DRY_RUN PIP_NO_BUILD_ISOLATION PIP_PREFIX PIP_REQUIREMENT PIP_ROOT PIP_TARGET
export PIP_USER=0 PIP_REQUIRE_HASHES=0 PIP_DISABLE_PIP_VERSION_CHECK=1

cd "$(dirname "$0")/.."

say() { printf 'environment: %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
version() { "$1" -c 'import sys; print(sys.version)' 2>/dev/null; }

# The stamp is written last, so a half-made .venv has none.  It holds the
# path because neither the scripts nor the editable install survive a move.
stamp=.venv/derive-stamp
wanted=$(pwd -P && cksum requirements.lock pyproject.toml)

is_current() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && version .venv/bin/python >/dev/null &&
        { [ -z "${PYTHON:-}" ] || [ "$(version "$PYTHON")" = "$(version .venv/bin/python)" ]; }
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
            fail "PYTHON=$PYTHON is not a Python 3.11 or later"
        python=$PYTHON
        return
    fi
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
            2>/dev/null && return
    done
    fail "no Python 3.11 to 3.14 found; install one, or name it: make PYTHON=/path/to/python3"
}

make_venv() {
    # Debian ships venv without ensurepip, with which it cannot install pip.
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv .venv && return
    fi
    if command -v uv >/dev/null; then
        rm -rf .venv
        uv venv --quiet --no-project --seed --python "$python" .venv && return
    fi
    if command -v virtualenv >/dev/null; then
        rm -rf .venv
        virtualenv --quiet --python "$python" .venv && return
    fi
    fail "$python cannot make a virtual environment; on Debian: sudo apt-get install python3-venv"
}

if is_current; then exit 0; fi

find_python
# Where an environment is active, even .venv itself: the Python under it.
python=$("$python" -c 'import sys; print(getattr(sys, "_base_executable", None) or sys.executable)')

trap 'rm -rf .venv' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

say "making .venv with Python $(version "$python" | cut -d ' ' -f 1)"
rm -rf .venv
make_venv
say "installing the packages that requirements.lock pins"
.venv/bin/python -m pip install -qq --require-hashes -r requirements.lock ||
    fail "pip could not install requirements.lock; what it said is above"
say "installing derive, editable"
.venv/bin/python -m pip install -qq --no-index --no-deps --no-build-isolation -e . ||
    fail "pip could not install derive; what it said is above"

printf '%s\n' "$wanted" >"$stamp"
trap - EXIT

#!/usr/bin/env bash
# Prepares a machine, one part at a time; every part does nothing where its work is done already.
#   set_up.sh venv      .venv with Python 3.11 or newer (without packages: the Makefile installs those)
#   set_up.sh programs  the spreadsheet programs that the tests drive, through apt
#   set_up.sh node      the npm tools that the tests hand workbooks to
set -eu
cd "$(dirname "$0")/../.."

loud() { printf '\n!!! %s\n\n' "$*" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

# Run as root, or fail where there is no way to become root.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() {
    have apt-get && { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }
}

apt_install() {
    as_root apt-get update -qq || loud "apt-get update failed; trying with the package lists at hand"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# The first Python that is new enough and can make an environment; one without ensurepip cannot.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

set_up_venv() {
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then return; fi
    if ! find_python >/dev/null && can_install; then
        echo "Installing python3 and python3-venv ..."
        apt_install python3 python3-venv || loud "apt could not install python3-venv"
    fi
    python=$(find_python) || {
        loud "Python 3.11 or newer with venv is needed: install python3 and python3-venv, then try again."
        exit 2
    }
    "$python" -m venv --clear .venv
}

# What is missing, as Debian packages.
missing_programs() {
    have soffice || echo libreoffice-calc
    /usr/bin/python3 -c 'import uno' 2>/dev/null || echo python3-uno
    have ssconvert || echo gnumeric
    have node || echo nodejs
    have npm || echo npm
    have pdftoppm || echo poppler-utils
    have fc-list || echo fontconfig
    fc-list 2>/dev/null | grep -qi carlito || echo fonts-crosextra-carlito
    fc-list 2>/dev/null | grep -qi liberation || echo fonts-liberation
    fc-list 2>/dev/null | grep -qi dejavu || echo fonts-dejavu-core
}

set_up_programs() {
    missing=$(missing_programs | tr "\n" " ")
    if [ -z "$missing" ]; then return; fi
    if can_install; then
        echo "Installing for the tests: $missing ..."
        # shellcheck disable=SC2086
        apt_install $missing || for package in $missing; do apt_install "$package" || true; done
    fi
    missing=$(missing_programs | tr "\n" " ")
    if [ -n "$missing" ]; then
        loud "SKIPPED: the tests that need $missing (could not be installed here: not root, no sudo, or no package)"
    fi
}

set_up_node() {
    stamp=tests/tools/node/node_modules/.installed
    if [ "$stamp" -nt tests/tools/node/package.json ]; then return; fi
    if ! have npm; then
        loud "SKIPPED: the tests that need the npm tools (npm is missing)"
        return
    fi
    if (cd tests/tools/node && npm install --no-package-lock --loglevel=error); then
        touch "$stamp"
    else
        loud "SKIPPED: the tests that need the npm tools (npm install failed)"
    fi
}

case "${1:-}" in
    venv | programs | node) "set_up_$1" ;;
    *) sed -n '2,5p' "$0"; exit 2 ;;
esac

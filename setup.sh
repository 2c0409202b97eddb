#!/bin/sh
# Sets up what wikibrief needs: `sh setup.sh` to build, `sh setup.sh dev` to test and check as well,
# `sh setup.sh browser` to test the pages in Chromium, too.
#
# Makes the virtual environment .venv with the packages pinned in requirements/, each checked against
# its hash, and sees to the system libraries that WeasyPrint draws PDFs with. The Makefile runs it before everything else:
# when nothing is to do it says nothing and needs no network. PYTHON=… names the Python to use.
set -eu
cd -- "$(dirname -- "$0")"

case ${1:-core} in
    core) what='Python packages' sets=core stamps=.ready ;;
    dev) what='Python packages to test and check with' sets='core dev' stamps='.ready .ready-dev' ;;
    browser) what='Python packages to test in a browser with' sets='core dev browser'
        stamps='.ready .ready-dev .ready-browser' ;;
    *) echo 'usage: sh setup.sh [core|dev|browser]' >&2; exit 2 ;;
esac

say() { echo "setting up: $*"; }

fail() {
    printf 'setting up failed: %s\n' "$1" >&2
    shift
    [ $# = 0 ] || printf '  %s\n' "$@" >&2
    exit 1
}

# What the environment belongs to: a moved folder or another Python beneath make it useless.
home() { pwd && .venv/bin/python -V; }

# What it was made from: other pins call for other packages. Contents count, not times.
state() { home && cksum pyproject.toml requirements/*.txt setup.sh; }

is_ready() {
    for stamp in $stamps; do
        [ "$(state)" = "$(cat ".venv/$stamp")" ] || return
    done 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        # Run, not looked for: the name may be a version manager's and lead nowhere.
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; \`${PYTHON:-python3}\` is missing or older" \
        'Debian, Ubuntu:  sudo apt-get install python3 python3-venv' \
        'Fedora:          sudo dnf install python3' \
        'macOS:           brew install python' \
        'or name one:     make PYTHON=/path/to/python3'
}

# The Debian packages whose content this machine lacks, on one line. Libraries are looked for as
# WeasyPrint does: by loading them, or else where the system's linker keeps them.
lacking() {
    "$python" - <<'END'
import ctypes.util
import importlib.util
import sys

LIBRARIES = {
    "libpango-1.0-0": ["libgobject-2.0.so.0", "libpango-1.0.so.0"],
    "libpangoft2-1.0-0": ["libpangoft2-1.0.so.0"],
    "libharfbuzz0b": ["libharfbuzz.so.0"],
    "libharfbuzz-subset0": ["libharfbuzz-subset.so.0"],
    "libfontconfig1": ["libfontconfig.so.1"],
}

def loads(name):
    try:
        return ctypes.CDLL(name)
    except OSError:
        return ctypes.util.find_library(name.removeprefix("lib").partition(".so")[0])

packages = [package for package, names in LIBRARIES.items() if not all(map(loads, names))]
if not importlib.util.find_spec("ensurepip"):
    packages.append("python{}.{}-venv".format(*sys.version_info))
print(*packages)
END
}

apt_install() {
    apt-get -q update 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "$@" 2>&1
}

# Chromium comes from the system: the packages of playwright would bring a browser of their own.
find_chromium() { command -v "${CHROMIUM:-chromium}" >/dev/null; }

complete_browser() {
    find_chromium && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say 'system package chromium'
        log=$(apt_install chromium) || printf '%s\n' "$log" | tail -n 5 >&2
    fi
    find_chromium || fail 'this machine lacks Chromium. Install it and run make again:' \
        'Debian:   sudo apt-get install --no-install-recommends chromium' \
        'Fedora:   sudo dnf install chromium' \
        'or name a browser of its kind:  CHROMIUM=/path/to/chrome make browser'
}

complete_system() {
    packages=$(lacking)
    if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "system packages $packages"
        log=$(apt_install $packages) || printf '%s\n' "$log" | tail -n 5 >&2
        packages=$(lacking)
    fi
    case $packages in
        '') ;;
        libharfbuzz-subset0)  # WeasyPrint then subsets fonts itself: the same, but slower
            say "libharfbuzz-subset is missing; PDFs are made faster with it. Debian, Ubuntu:" \
                "sudo apt-get install $packages" ;;
        *)
            fail "this machine lacks $packages. Install them and run make again:" \
                "Debian, Ubuntu:  sudo apt-get install --no-install-recommends $packages" \
                'Fedora:          sudo dnf install python3 pango harfbuzz fontconfig' \
                'macOS:           brew install python pango' ;;
    esac
}

pip_install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"; }

# A stamp is written last, and taken away before anything changes: an environment without one was
# left half made, and is made again.
complete_environment() {
    if [ "$(home 2>/dev/null)" != "$(head -n 2 .venv/.ready 2>/dev/null)" ]; then
        say "virtual environment .venv ($("$python" -V))"
        "$python" -m venv --clear .venv
    fi
    rm -f .venv/.ready .venv/.ready-dev .venv/.ready-browser
    say "$what (up to a minute)"
    # Which of the first two pins the packages that build wheels depends on pip's version. Where
    # mwparserfromhell has no wheel yet, it does without its C tokenizer if there is no compiler.
    PIP_CONSTRAINT=requirements/build.txt PIP_BUILD_CONSTRAINT=requirements/build.txt \
        WITH_EXTENSION=optional \
        pip_install --require-hashes $(printf -- '--requirement requirements/%s.txt ' $sets) &&
        pip_install --no-deps --no-build-isolation --editable . ||
        fail "pip could not install the packages; its reason is above (it needs the network)"
    for stamp in $stamps; do
        state >".venv/$stamp"
    done
}

[ "${1:-core}" != browser ] || complete_browser
is_ready && exit
python=$(find_python)
complete_system
complete_environment

#!/bin/sh
# Pins every package, with the hashes of all its files on every platform. Needs uv. What is pinned
# stays as long as it fits; `sh requirements/lock.sh --upgrade` takes the newest versions.
#
# core.txt is what building documents takes; dev.txt and browser.txt are what testing takes besides.
set -eu
cd -- "$(dirname -- "$0")/.."

lock() {
    name=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'sh requirements/lock.sh' --output-file "requirements/$name.txt" \
        pyproject.toml "$@"
}

# Options that leave out what other files pin, in the versions that they pin.
without() {
    for file; do
        echo "--constraint requirements/$file.txt"
        sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' "requirements/$file.txt"
    done
}

lock core --group build "$@"
extras='--extra cluster --extra formulas --extra pandoc --extra scripts --extra serve --extra zim'
lock dev --group build --group dev $extras $(without core) "$@"
lock browser --group build --group dev --group browser $extras $(without core dev) "$@"

#!/usr/bin/env bash
# What the tests need beside Python: Java 17 or newer, the jars of a real Neo4j, and Chromium.
# Installs what is missing where it may (root on Debian); elsewhere one sentence says what to do.
set -euo pipefail
cd "$(dirname "$0")/.."

jars=.cache/neo4j/lib
pom=tests/neo4j/pom.xml

has() { command -v "$1" >/dev/null 2>&1; }

has_java() { # a java that starts and is 17 or newer
    local version
    has java && version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') &&
        [ "${version:-0}" -ge 17 ]
}

has_jars() { [ -d "$jars" ] && cmp --silent "$pom" .cache/neo4j/pom.xml; }

has_chromium() { has chromium || has chromium-browser || has google-chrome; }

missing=()
has_java || missing+=(default-jre-headless)
has_jars || has mvn || missing+=(maven)
has_chromium || missing+=(chromium fonts-dejavu-core)

if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" -ne 0 ] || ! has apt-get; then
        echo "The tests need Java 17 or newer, Maven and Chromium; please install (Debian's names): ${missing[*]}" >&2
        exit 1
    fi
    echo "Installing for the tests: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! has_jars; then
    echo "Fetching the Neo4j server of the tests through Maven (118 MB, once)"
    rm -rf .cache/neo4j
    mvn --quiet --batch-mode --file "$pom" dependency:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$PWD/$jars"
    cp "$pom" .cache/neo4j/pom.xml # last, so that a broken fetch is tried again
fi

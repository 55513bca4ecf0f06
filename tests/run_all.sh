#!/usr/bin/env bash
# Everything but the long rounds, in two runs side by side: one on the embedded store, one with the
# real Neo4j and the real browser. Fails if either does; the shorter one's account comes second.
set -uo pipefail
cd "$(dirname "$0")/.."

pytest=${1:-.venv/bin/pytest}
account=$(mktemp)
trap 'rm -f "$account"; kill "${embedded:-}" 2>/dev/null' EXIT

"$pytest" -m "not soak and not neo4j and not browser" -p no:cacheprovider >"$account" 2>&1 &
embedded=$!
"$pytest" -m "(neo4j or browser) and not soak"
real=$?
wait "$embedded"
failed=$?
embedded=
cat "$account"
exit $((real > failed ? real : failed))

#!/usr/bin/env bash
# Format, lint and types, and everything but the long rounds in three runs side by side: on the
# embedded store, on a real Neo4j, in a real browser. Fails if one of them does; each account is
# printed as one piece.
set -uo pipefail
cd "$(dirname "$0")/.."

pytest=${1:-.venv/bin/pytest}
accounts=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$accounts"' EXIT

declare -A job
make --no-print-directory style >"$accounts/style" 2>&1 &
job[style]=$!

declare -A runs=(
    [embedded]='not neo4j and not browser'
    [neo4j]='neo4j'
    [browser]='browser and not neo4j'
)
for run in "${!runs[@]}"; do
    "$pytest" -m "(${runs[$run]}) and not soak" -p no:cacheprovider >"$accounts/$run" 2>&1 &
    job[$run]=$!
done

failed=0
for run in style embedded neo4j browser; do
    wait "${job[$run]}" || failed=1
    printf '\n--- %s\n' "$run"
    cat "$accounts/$run"
done
exit $failed

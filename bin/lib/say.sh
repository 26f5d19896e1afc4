# shellcheck shell=bash
# How the set-up speaks: one line a step with its duration, one clear sentence for trouble.

# fail CHINESE ENGLISH: says what is wrong and what to do, and ends with exit code 1.
fail() {
    printf '\n✗ %s\n  %s\n' "$1" "$2" >&2
    exit 1
}

# with_bar TITLE LOG COMMAND…: runs the command with its output in LOG. On a terminal a bar moves (or
# fills, when the command writes apt's status lines into LOG.status); elsewhere one line is printed.
with_bar() {
    local title=$1 log=$2 began=$SECONDS code=0 job
    shift 2
    mkdir -p "$(dirname "$log")"
    rm -f "$log.status"
    "$@" >"$log" 2>&1 &
    # A job in the background does not hear Ctrl-C by itself.
    job=$!
    trap 'kill "$job" 2>/dev/null; echo; exit 130' INT TERM
    if [ -t 1 ]; then
        draw_bar_until_done "$job" "$title" "$log.status" "$began"
    else
        printf '… %s' "$title"
    fi
    wait "$job" || code=$?
    trap - INT TERM
    if [ $code = 0 ]; then
        [ -t 1 ] && printf '\r\033[K✓ %s  %d s\n' "$title" $((SECONDS - began))
        [ -t 1 ] || printf '  %d s\n' $((SECONDS - began))
    else
        printf '\n'
    fi
    return $code
}

draw_bar_until_done() {
    local pid=$1 title=$2 status=$3 began=$4 tick=0
    while kill -0 "$pid" 2>/dev/null; do
        printf '\r\033[K%s %s  %d s' "$(bar "$tick" "$(percent_in "$status")")" "$title" $((SECONDS - began))
        tick=$((tick + 1))
        sleep 0.2
    done
}

# The last percentage in a file of apt's status lines (kind:package:percent:text), or nothing.
percent_in() {
    [ -s "$1" ] && tail -n 1 "$1" | cut -d: -f3 | cut -d. -f1 | grep -E '^[0-9]{1,3}$'
}

# bar TICK [PERCENT]: twenty places, filled up to the percentage, or a block that wanders.
bar() {
    local full='####################' empty='....................' filled
    if [ -n "${2:-}" ]; then
        filled=$(($2 / 5))
        printf '[%s%s] %3d %%' "${full:0:filled}" "${empty:filled}" "$2"
    else
        filled=$(($1 % 17))
        printf '[%s####%s]' "${empty:0:filled}" "${empty:0:16-filled}"
    fi
}

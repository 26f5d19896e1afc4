# shellcheck shell=bash
# From a machine with only git and bash to one where `python -m stack.…` runs. Sourced by bin/*.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VAR=${WANGGE_VAR:-$ROOT/var}
export ROOT VAR PYTHONPATH=$ROOT/bin

. "$ROOT/bin/lib/say.sh"
. "$ROOT/bin/lib/packages.sh"
. "$ROOT/bin/lib/environment.sh"

# Descriptor 9 holds the lock until this process, or the Python that replaces it, lets go of it.
# one_at_a_time up|test|bench [SECONDS]: how long to wait for another to end, 0 by default.
one_at_a_time() {
    exec 9>"$VAR/run/$1.lock"
    flock --timeout "${2:-0}" 9 || fail \
        "本目录的 bin/$1 正在运行：请等它结束。" "bin/$1 is already running in this checkout: wait for it to end."
    export WANGGE_LOCK_FD=9
}

# What an installation takes, with room to work; bin/test adds the tools and a browser.
enough_disk() {
    local free_mb needed_mb=3000
    [ "$1" = up ] || needed_mb=5000
    [ -x "$ROOT/.venv/bin/python" ] && return
    free_mb=$(df --output=avail -m "$ROOT" | tail -n 1)
    [ "$free_mb" -ge $needed_mb ] || fail \
        "磁盘空间不足：$ROOT 只剩 ${free_mb} MB，需要 $needed_mb MB；请先腾出空间。" \
        "Not enough disk space: $ROOT has $free_mb MB left and $needed_mb MB are needed; free some first."
}

# bootstrap up|test|bench [BENCHMARK]
bootstrap() {
    { mkdir -p "$VAR/run" "$VAR/log" 2>/dev/null && [ -w "$VAR/run" ]; } || fail \
        "无法写入 $VAR：请用拥有本目录的用户运行。" "$VAR cannot be written: run this as the user who owns the checkout."
    one_at_a_time "$1"
    enough_disk "$1"
    install_packages "$@"
    make_environment "$1"
}

# shellcheck shell=bash
# The virtual environment, from uv.lock, by a pinned uv.

# uv is one program in a wheel; it is kept under var/ and replaced when the pin changes.
install_uv() {
    local pin=$ROOT/bin/lib/uv.txt python=$1 temporary
    UV=$VAR/tools/uv-$(sha256sum "$pin" | cut -c1-12)
    export UV
    [ -x "$UV" ] && return
    temporary=$(mktemp -d "$VAR/tools.XXXXXX")
    with_bar "uv（Python 包工具 Python package tool）" "$VAR/log/uv.log" \
        put_uv_into "$temporary" "$python" "$pin" || { rm -rf "$temporary"; no_packages "$VAR/log/uv.log"; }
    mkdir -p "$VAR/tools"
    mv "$temporary/bin/uv" "$UV"
    rm -rf "$temporary"
}

put_uv_into() {
    "$2" -m venv "$1" && "$1/bin/pip" install --disable-pip-version-check --require-hashes -r "$3"
}

no_packages() {
    fail "Python 软件包下载失败：请检查网络或代理，然后再运行一次（详情：$1）。" \
        "Python packages could not be fetched: check the network or proxy, then run this again (details: $1)."
}

# make_environment up|test|bench: tests need the development tools as well, running does not.
make_environment() {
    local python groups=(--no-default-groups --group web --inexact) stamp=$ROOT/.venv/.wangge-$1 state
    [ "$1" = up ] || groups=(--group dev --group web --inexact)
    python=$(find_python) || fail "找不到 Python 3.11 至 3.13。" "No Python 3.11 to 3.13 was found."
    state="$(sha256sum <"$ROOT/uv.lock") $ROOT"
    install_uv "$python"
    [ -x "$ROOT/.venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && return
    with_bar "Python 环境 Python environment (uv.lock)" "$VAR/log/uv-sync.log" \
        env -C "$ROOT" UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT="$ROOT/.venv" \
        "$UV" sync --frozen --compile-bytecode --python "$python" "${groups[@]}" || no_packages "$VAR/log/uv-sync.log"
    echo "$state" >"$stamp"
}

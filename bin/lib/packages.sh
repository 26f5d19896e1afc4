# shellcheck shell=bash
# Which of the distribution's packages are missing, and their installation (by root or sudo).

# The first Python 3.11-3.13 that can make a virtual environment.
find_python() {
    local candidate
    for candidate in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# The newest PostgreSQL major version (15 or later) on this machine; `with_postgis` asks for PostGIS too.
find_postgres() {
    local major
    for major in $(cd /usr/lib/postgresql 2>/dev/null && printf '%s\n' * | sort -rn); do
        [ "$major" -ge 15 ] 2>/dev/null || continue
        [ -x "/usr/lib/postgresql/$major/bin/initdb" ] || continue
        [ "${1:-}" = with_postgis ] && [ ! -e "/usr/share/postgresql/$major/extension/postgis.control" ] && continue
        echo "$major"
        return 0
    done
    return 1
}

postgres_packages() {
    find_postgres with_postgis >/dev/null && return
    local major
    major=$(find_postgres) || major=@
    echo "postgresql-$major postgresql-$major-postgis-3"
}

has_library() { /sbin/ldconfig -p | grep -q "lib$1\.so"; }

has_program() { command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]; }

has_chinese_font() { compgen -G '/usr/share/fonts/*/*/NotoSansCJK*' >/dev/null; }

browser_packages() {
    has_program chromium || has_program google-chrome || echo chromium
    # Playwright brings a Node of its own, which needs this.
    has_library atomic || echo libatomic1
    has_chinese_font || echo fonts-noto-cjk
}

# missing_packages up|test|bench [BENCHMARK]: names for apt, `@` for the distribution's PostgreSQL
# version.
missing_packages() {
    find_python >/dev/null || echo python3 python3-venv
    if [ "$1" = up ] && [ -n "${DATABASE_URL:-}" ]; then
        # The server is elsewhere; GeoDjango still needs GDAL, GEOS and PROJ here.
        has_library gdal || echo gdal-bin
    else
        postgres_packages
    fi
    has_program nginx || echo nginx
    case $* in
        test | 'bench pan') browser_packages ;;
        'bench tiles') has_program /usr/lib/cgi-bin/mapserv || echo cgi-mapserver ;;
    esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -- env ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} "$@"
    fi
}

may_become_root() {
    [ "$(id -u)" = 0 ] && return
    local wanted=$*
    command -v sudo >/dev/null || fail \
        "缺少系统软件，而这里没有 sudo：请管理员执行 apt-get install ${wanted//@/15}，然后再运行一次。" \
        "System packages are missing and there is no sudo: ask an administrator for: apt-get install ${wanted//@/15}; then run this again."
    # Ask for the password now: later it would be hidden behind the progress bar.
    sudo -n true 2>/dev/null || sudo -v || fail \
        "sudo 未获许可：请用有 sudo 权限的用户运行，或请管理员执行 apt-get install ${wanted//@/15}。" \
        "sudo was refused: run this as a user with sudo, or ask an administrator for: apt-get install ${wanted//@/15}."
}

# install_packages up|test|bench [BENCHMARK]
install_packages() {
    local wanted log=$VAR/log/apt.log code=0
    read -r -d '' -a wanted < <(missing_packages "$@") || true
    [ ${#wanted[@]} = 0 ] && return
    command -v apt-get >/dev/null || fail \
        "这里没有 apt-get：bin/up 支持 Debian 12、13 和 Ubuntu 24.04；请自行安装：${wanted[*]//@/}。" \
        "There is no apt-get here: bin/up knows Debian 12, 13 and Ubuntu 24.04; install these yourself: ${wanted[*]//@/}."
    may_become_root "${wanted[@]}"
    with_bar "系统软件 system packages (${wanted[*]//@/N})" "$log" \
        as_root bash "$ROOT/bin/lib/install-as-root" "$log.status" "${wanted[@]}" || code=$?
    case $code in
        0) ;;
        10) fail "软件源连不上：请检查网络或代理，然后再运行一次（详情：$log）。" \
            "The package mirror cannot be reached: check the network or proxy, then run this again (details: $log)." ;;
        11) fail "软件源里没有所需的软件包（例如 PostGIS）：请启用发行版的 main/universe 源（详情：$log）。" \
            "The package sources do not have a needed package (PostGIS, for example): enable the distribution's main/universe (details: $log)." ;;
        *) fail "系统软件安装失败：请看 $log 的最后几行，解决后再运行一次。" \
            "Installing system packages failed: see the last lines of $log, put it right and run this again." ;;
    esac
    { [ "$1" = up ] && [ -n "${DATABASE_URL:-}" ]; } || find_postgres with_postgis >/dev/null || fail \
        "装好后仍找不到 PostgreSQL 15+ 和 PostGIS：请安装 postgresql-NN-postgis-3（NN 为 15 或以上）。" \
        "PostgreSQL 15+ with PostGIS is still missing: install postgresql-NN-postgis-3 (NN is 15 or later)."
}

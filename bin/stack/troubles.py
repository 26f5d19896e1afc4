"""Every sentence with which the set-up gives up: what is wrong, and what to do."""

from pathlib import Path

from stack.say import Trouble

NO_NPM = Trouble(
    "网页依赖下载失败：请检查网络或代理，然后再运行一次",
    "The web client's packages could not be fetched:"
    " check the network or proxy, then run this again",
)
NO_BUILD = Trouble("网页构建失败", "The web client could not be built")
NO_SOURCES = Trouble(
    "演示城市的数据包下载失败：请检查网络或代理，然后再运行一次",
    "The demo city's source packages could not be fetched:"
    " check the network or proxy, then run this again",
)
NO_CLUSTER = Trouble("数据库集群创建失败", "The database cluster could not be made")
NO_POSTGRES_USER = Trouble(
    "PostgreSQL 不能以 root 运行，而这里没有 postgres 用户：请执行 useradd --system postgres",
    "PostgreSQL refuses to run as root and there is no user postgres: useradd --system postgres",
)
NO_POSTGIS_THERE = Trouble(
    "DATABASE_URL 的数据库没有 PostGIS：请在服务器上安装，并由管理员执行 CREATE EXTENSION postgis;",
    "The database of DATABASE_URL lacks PostGIS: install it on the server"
    " and have an administrator run CREATE EXTENSION postgis;",
)
NOT_STOPPED = Trouble(
    "数据库一分钟内没有停完：请稍后再运行 bin/down。",
    "The database did not stop within a minute: run bin/down again later.",
)


def failed(what_zh: str, what_en: str) -> Trouble:
    """A step of the platform's own that did not succeed."""
    return Trouble(f"{what_zh}没有成功", f"{what_en} failed")


def port_in_use(host: str, port: int) -> Trouble:
    """Somebody else listens there."""
    return Trouble(
        f"端口 {host}:{port} 已被占用：请换一个，例如 bin/up --port {port + 1}。",
        f"{host}:{port} is in use: choose another port, e.g. bin/up --port {port + 1}.",
    )


def no_such_address(host: str) -> Trouble:
    """The address of --host is not one of this machine's."""
    return Trouble(
        f"本机没有地址 {host}：请用 --host 127.0.0.1 或 --host 0.0.0.0。",
        f"This machine has no address {host}: use --host 127.0.0.1 or --host 0.0.0.0.",
    )


def disk_full(folder: Path, free_gb: float, needed_gb: int) -> Trouble:
    """The demo city would not fit."""
    return Trouble(
        f"磁盘空间不足：{folder} 只剩 {free_gb:.1f} GB，需要 {needed_gb} GB；请先腾出空间。",
        f"Not enough disk space: {folder} has {free_gb:.1f} GB left"
        f" and {needed_gb} GB are needed; free some first.",
    )


def not_started(name: str, log: Path) -> Trouble:
    """A process of ours did not come up."""
    return Trouble(
        f"{name} 没有启动：请看 {log} 的最后几行。",
        f"{name} did not start: see the last lines of {log}.",
    )


def ended(name: str, log: Path) -> Trouble:
    """A process of ours ended although nobody stopped it."""
    return Trouble(
        f"{name} 意外结束，已全部停止：请看 {log} 的最后几行。",
        f"{name} ended by itself, so all were stopped: see the last lines of {log}.",
    )


def no_postgres(wanted: str) -> Trouble:
    """No server programs on this machine that we could use."""
    return Trouble(
        f"找不到带 PostGIS 的 PostgreSQL {wanted}："
        "请安装 postgresql-NN 与 postgresql-NN-postgis-3。",
        f"There is no PostgreSQL {wanted} with PostGIS:"
        " install postgresql-NN and postgresql-NN-postgis-3.",
    )


def another_owner(home: Path, owner: str) -> Trouble:
    """The cluster was made by another user."""
    return Trouble(
        f"{home} 属于用户 {owner}：请用最初运行 bin/up 的用户再运行。",
        f"{home} belongs to {owner}: run this as the user who ran bin/up at first.",
    )


def no_way_through(user: str, folder: Path) -> Trouble:
    """PostgreSQL's user cannot reach the checkout."""
    return Trouble(
        f"用户 {user} 无法进入 {folder}：请把整个目录移到 /opt 或 /srv 下再运行。",
        f"User {user} cannot get through to {folder}:"
        " move the checkout to /opt or /srv and run this again.",
    )


def unreachable(reason: str) -> Trouble:
    """The server of DATABASE_URL does not let us in."""
    return Trouble(
        f"连不上 DATABASE_URL 指定的数据库：{reason}；请检查地址、密码和数据库名。",
        f"The database of DATABASE_URL cannot be reached: {reason};"
        " check address, password and name.",
    )


def too_old(what: str, version: str, needed: str) -> Trouble:
    """PostgreSQL or PostGIS of DATABASE_URL's server is older than what we use."""
    return Trouble(
        f"DATABASE_URL 的服务器是 {what} {version}：需要 {needed} 或以上，请升级。",
        f"The server of DATABASE_URL is {what} {version}: {needed} or later is needed, upgrade it.",
    )


def not_durable(setting: str) -> Trouble:
    """The server may lose what it said was stored."""
    return Trouble(
        f"数据库的 {setting} 已关闭，断电会丢数据："
        f"请执行 ALTER SYSTEM RESET {setting}; 并重启数据库。",
        f"The database has {setting} off and would lose data at a power cut:"
        f" ALTER SYSTEM RESET {setting}; and restart it.",
    )

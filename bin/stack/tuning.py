"""PostgreSQL's settings for this machine."""

from pathlib import Path


def memory_mb() -> int:
    """Memory that this machine, or this container, may use, in MB."""
    meminfo = Path("/proc/meminfo").read_text().split()
    total = int(meminfo[meminfo.index("MemTotal:") + 1]) // 1024
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.exists() else "max"
    return total if text == "max" else min(total, int(text) // 2**20)


def settings(*, port: int, host: str, memory: int, durable: bool) -> dict[str, str]:
    """Settings of a cluster that has a quarter of `memory` (MB) as its buffers.

    A cluster that is not durable is for tests alone: it is thrown away after a crash.
    """
    safe = "on" if durable else "off"
    return {
        "listen_addresses": f"'{host}'",
        "port": str(port),
        "unix_socket_directories": "''",
        "cluster_name": "'wangge'",
        "timezone": "'UTC'",
        "password_encryption": "'scram-sha-256'",
        "max_connections": "100",
        "fsync": safe,
        "full_page_writes": safe,
        "synchronous_commit": safe,
        "shared_buffers": f"{max(64, memory // 4)}MB",
        "effective_cache_size": f"{max(128, memory * 6 // 10)}MB",
        "maintenance_work_mem": f"{min(1024, max(64, memory // 16))}MB",
        "work_mem": f"{min(64, max(8, memory // 200))}MB",
        "max_wal_size": "'4GB'",
        "checkpoint_timeout": "'15min'",
        "checkpoint_completion_target": "0.9",
        "wal_compression": "on",
        # Solid-state disks: a random page costs hardly more than the next one.
        "random_page_cost": "1.1",
        "effective_io_concurrency": "200",
        "log_min_duration_statement": "'1s'",
        "log_line_prefix": "'%m [%p] %q%u@%d '",
    }


def as_configuration(values: dict[str, str]) -> str:
    """Text of a PostgreSQL configuration file."""
    head = "# Written at every start from bin/stack/tuning.py; ALTER SYSTEM overrides it.\n"
    return head + "".join(f"{name} = {value}\n" for name, value in values.items())

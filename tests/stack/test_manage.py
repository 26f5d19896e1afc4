"""bin/manage: management commands on the database of bin/up, from any folder."""

import os
import subprocess
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def manage(folder: Path, *words: str, database_url: str = "") -> subprocess.CompletedProcess[str]:
    told = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    told |= {"WANGGE_VAR": str(folder)} | ({"DATABASE_URL": database_url} if database_url else {})
    command = [str(ROOT / "bin" / "manage"), *words]
    return subprocess.run(
        command, cwd=folder, env=told, capture_output=True, text=True, check=False
    )


def test_it_explains_itself_in_both_languages(tmp_path: Path) -> None:
    done = manage(tmp_path, "--help")
    assert done.returncode == 0
    assert "管理命令" in done.stdout
    assert "management command" in done.stdout


def test_where_no_city_was_ever_brought_up_it_says_what_to_do(tmp_path: Path) -> None:
    done = manage(tmp_path, "import_cases", "boston", "files")
    assert done.returncode == 1
    assert "bin/up" in done.stderr
    assert not (tmp_path / "pg").exists()


def test_a_command_runs_on_the_database_and_its_refusal_is_its_exit_code(tmp_path: Path) -> None:
    at = connection.settings_dict
    login = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
    url = f"postgresql://{login}@{at['HOST']}:{at['PORT']}/postgres"
    done = manage(tmp_path, "import_areas", "boston", "no-such-folder", database_url=url)
    assert done.returncode == 1
    assert "[file_missing]" in done.stderr

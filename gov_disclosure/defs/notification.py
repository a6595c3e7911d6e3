"""Telling somebody: a mail, a message to a webhook, wherever the environment points to.

Belongs here: sending, and the settings of it. Does not belong here: what is told (`failures.py`).

| variable | what |
|---|---|
| GOV_DISCLOSURE_NOTIFY_WEBHOOK | address that gets a JSON object with `text` and the single facts by POST |
| GOV_DISCLOSURE_NOTIFY_MAIL | addresses that get a mail, with commas between them |
| GOV_DISCLOSURE_NOTIFY_MAIL_FROM | sender; without it the first of them |
| GOV_DISCLOSURE_NOTIFY_SMTP | server: smtp://localhost:25 without it; smtps:// for TLS; user:password@ before the host |
| GOV_DISCLOSURE_UI | address of the UI, for links; http://127.0.0.1:3000 without it |
"""

import json
import os
import smtplib
import ssl
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

WEBHOOK = "GOV_DISCLOSURE_NOTIFY_WEBHOOK"
MAIL = "GOV_DISCLOSURE_NOTIFY_MAIL"
MAIL_FROM = "GOV_DISCLOSURE_NOTIFY_MAIL_FROM"
SMTP = "GOV_DISCLOSURE_NOTIFY_SMTP"
UI = "GOV_DISCLOSURE_UI"

_SECONDS = 20
_PAUSES = (1.0, 5.0)


class NotSentError(RuntimeError):
    """Somebody should have been told and was not."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is told.

    Attributes:
        facts: the same, for a program.
    """

    subject: str
    text: str
    facts: Mapping[str, str]


def is_wanted() -> bool:
    """Whether the environment names anybody to be told."""
    return bool(os.environ.get(WEBHOOK) or os.environ.get(MAIL))


def find_address_of_ui() -> str:
    """Where the pages of the UI are."""
    return (os.environ.get(UI) or "http://127.0.0.1:3000").rstrip("/")


def send(message: Message) -> None:
    """Tell everybody whom the environment names; one who cannot be reached keeps nobody else from being told.

    Raises:
        NotSentError: somebody was not reached in three tries.
    """
    ways = ((WEBHOOK, post), (MAIL, mail))
    problems = [_try(way, message, address) for name, way in ways if (address := os.environ.get(name))]
    if any(problems):
        raise NotSentError("; ".join(filter(None, problems)))


def _try(way: Callable[[Message, str], None], message: Message, address: str) -> str | None:
    """Why a message was not sent, without the address: it may hold a secret."""
    for pause in (*_PAUSES, None):
        try:
            way(message, address)
            return None
        except (OSError, smtplib.SMTPException, ValueError) as error:
            problem = f"{way.__name__}: {type(error).__name__}: {error}"
        if pause is not None:
            time.sleep(pause)
    return problem


def post(message: Message, address: str) -> None:
    """Send it to a webhook."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("a webhook is an address that begins with http:// or https://")
    body = json.dumps({"text": f"{message.subject}\n\n{message.text}", **message.facts}, ensure_ascii=False)
    request = urllib.request.Request(address, body.encode(), {"Content-Type": "application/json; charset=utf-8"})
    with urllib.request.urlopen(request, timeout=_SECONDS):
        pass


def mail(message: Message, addresses: str) -> None:
    """Send it as a mail."""
    receivers = [address.strip() for address in addresses.split(",") if address.strip()]
    letter = EmailMessage()
    letter["Subject"] = " ".join(message.subject.split())
    letter["From"] = os.environ.get(MAIL_FROM) or receivers[0]
    letter["Date"] = formatdate()
    letter["To"] = ", ".join(receivers)
    letter.set_content(message.text)
    with _open_server(os.environ.get(SMTP) or "smtp://localhost:25") as server:
        server.send_message(letter)


def _open_server(setting: str) -> smtplib.SMTP:
    """A connection to the server, encrypted wherever the server can."""
    parts = urlsplit(setting)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(f"{SMTP} is no address like smtp://host:25 or smtps://user:password@host")
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, parts.port or 465, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 25, timeout=_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server

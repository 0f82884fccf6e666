"""Mail: the words of each kind, in both languages, and the way out: SMTP, or files where none is set."""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from flask import Flask
from flask_babel import force_locale

from app.settings import Settings
from app.web.language import locale_of
from tenants import mail

# A kind's words: given the facts, a subject and a text, made while the reader's language is in force.
Words = Callable[[Mapping[str, Any]], tuple[str, str]]
_words: Final[dict[str, Words]] = {}
SMTP_SECONDS: Final = 20
BESIDE_US: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def mail_words(kind: str) -> Callable[[Words], Words]:
    """Register the function that makes a kind's subject and text."""

    def register(words: Words) -> Words:
        _words[kind] = words
        return words

    return register


class SmtpTransport:
    """Hands mail to the server in the settings: ``smtps://`` begins with TLS, ``smtp://`` upgrades to it.

    Without TLS it hands mail to a server on this machine alone.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._is_tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._is_tls else 25)
        self._is_beside_us = self._host in BESIDE_US
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password or "")

    def __call__(self, message: EmailMessage) -> None:
        """Send; ``smtplib``'s errors are ``OSError`` and mean: try again."""
        with self._connect() as server:
            if not self._is_tls and (server.has_extn("starttls") or not self._is_beside_us):
                # A server elsewhere that offers no TLS, or somebody between, gets neither mail nor password.
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if self._user is not None:
                server.login(self._user, self._password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        if self._is_tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, timeout=SMTP_SECONDS, context=context)
        server = smtplib.SMTP(self._host, self._port, timeout=SMTP_SECONDS)
        server.ehlo()
        return server


def init_mail(app: Flask, settings: Settings) -> None:
    """Tell ``tenants`` how mail leaves and who makes its words."""
    transport: mail.Transport = (
        SmtpTransport(settings.smtp_url)
        if settings.smtp_url
        else mail.FolderTransport(settings.state_dir / "mail")
    )
    mail.set_transport(transport, sender=settings.mail_from)

    def make(kind: str, language: str, facts: dict[str, Any]) -> tuple[str, str]:
        with app.test_request_context(), force_locale(locale_of("cy" if language == "cy" else "en")):
            return _words[kind](facts)

    mail.set_words(make)

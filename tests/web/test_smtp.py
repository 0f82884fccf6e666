# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail on its way to a server: handed over whole, never in clear to a machine elsewhere."""

import smtplib
import socket
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from app.mail import SmtpTransport


class _Session(socketserver.StreamRequestHandler):
    """Speaks as little SMTP as a client needs, and offers no TLS."""

    def handle(self) -> None:
        said: list[str] = self.server.said  # type: ignore[attr-defined] # the server of this module
        self.wfile.write(b"220 test.invalid\r\n")
        is_data = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            said.append(line)
            if is_data and line != ".":
                continue
            answer = {"data": "354 go on", "quit": "221 bye"}.get(line.lower(), "250 ok")
            is_data = line.lower() == "data"
            self.wfile.write(f"{answer}\r\n".encode())


@pytest.fixture
def server() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as running:
        running.said = []  # type: ignore[attr-defined] # as above
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@test.invalid", "mari@example.invalid", "Helo"
    made.set_content("Dilynwch y ddolen hon")
    return made


def port_of(server: socketserver.ThreadingTCPServer) -> int:
    return int(server.server_address[1])


def test_mail_is_handed_to_a_server_on_this_machine(server: socketserver.ThreadingTCPServer) -> None:
    SmtpTransport(f"smtp://127.0.0.1:{port_of(server)}")(message())

    said: list[str] = server.said  # type: ignore[attr-defined] # as above
    assert [line for line in said if line.startswith("rcpt")] == ["rcpt TO:<mari@example.invalid>"]
    assert "Dilynwch y ddolen hon" in said


def test_a_server_elsewhere_without_tls_gets_neither_mail_nor_password(
    server: socketserver.ThreadingTCPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda _address, *rest: reach(("127.0.0.1", port_of(server)), *rest)
    )

    with pytest.raises(smtplib.SMTPNotSupportedError):
        SmtpTransport("smtp://login:planted-password@mail.example.com:587")(message())

    said = "\n".join(server.said)  # type: ignore[attr-defined] # as above
    assert [word for word in ("AUTH", "planted", "mari@", "Dilynwch") if word in said] == []


def test_a_server_that_is_away_is_an_error_that_means_try_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(OSError, match="refused"):
        SmtpTransport(f"smtp://127.0.0.1:{port}")(message())

"""Servers on this machine: one that takes mail, and ones that talk as they like."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from pipetui.outreach.sending import Server


class Postbox:
    """What a server was given; it refuses mail to whom is named."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content)
        return "250 taken"

    def login(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"secret", handled=False)


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    """A server on this machine that takes mail, and its port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Postbox()
    controller = Controller(
        handler, "127.0.0.1", port, authenticator=handler.login, auth_require_tls=False, auth_required=False
    )
    controller.start()
    yield handler, port
    controller.stop()


@contextmanager
def serving(talk: Callable[[socket.socket], None], password: str = "") -> Iterator[Server]:
    """A server on this machine that talks to one caller as it likes."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)

        def answer() -> None:
            caller, _ = listening.accept()
            with closing(caller), suppress(OSError):
                talk(caller)

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield Server("127.0.0.1", listening.getsockname()[1], "none", "robin", "robin@example.com", password)
        thread.join(10)


def polite(**said: bytes | None) -> Callable[[socket.socket], None]:
    """One that does as it should, but for what it ``said`` to a command; None ends the call there."""

    def talk(caller: socket.socket) -> None:
        caller.sendall(b"220 here\r\n")
        is_mail = False
        for line in caller.makefile("rb"):
            verb = "dot" if line == b".\r\n" else line[:4].decode().strip().lower()
            if is_mail and verb != "dot":
                continue
            is_mail = verb == "data"
            usual = {"data": b"354 go on\r\n", "quit": b"221 bye\r\n"}.get(verb, b"250 yes\r\n")
            answer = said.get("cc" if b"eva@" in line else verb, usual)
            if answer is None:
                return
            caller.sendall(answer)

    return talk

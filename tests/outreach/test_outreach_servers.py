"""Servers that do not do as they should: what is said of the mail is true, and nobody waits for ever."""

import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from pipetui.outreach import connection
from pipetui.outreach.sending import Server, compose, deliver
from pipetui.values.errors import Trouble
from postbox import polite, serving

MESSAGE = compose("robin@example.com", [("", "paul@salus.it")], "The plan", "Here.", cc=["eva@salus.it"])


def test_a_mail_that_was_taken_was_sent_whatever_is_said_at_the_end() -> None:
    for answer in (b"500 no\r\n", b"\xff\xfe\r\n", None):
        with serving(polite(quit=answer)) as server:
            assert deliver(server, MESSAGE) == ()


def test_whom_it_is_not_taken_to_is_told() -> None:
    with serving(polite(cc=b"550 no such person\r\n")) as server:
        assert deliver(server, MESSAGE) == ("eva@salus.it (550 no such person)",)


@pytest.mark.parametrize("answer", [None, b"\xff\xfe\r\n", b"banana\r\n"])
def test_where_nobody_knows_whether_it_was_taken_that_is_said(answer: bytes | None) -> None:
    with serving(polite(dot=answer)) as server, pytest.raises(Trouble, match="It may have been sent: look before"):
        deliver(server, MESSAGE)


@pytest.mark.parametrize("refused", [{"dot": b"554 spam \x1b[31m\r\n"}, {"data": b"451 later\r\n"}, {"mail": None}])
def test_where_it_was_not_taken_nothing_was_sent(refused: dict[str, bytes | None]) -> None:
    with serving(polite(**refused)) as server, pytest.raises(Trouble, match="Nothing was sent") as caught:
        deliver(server, MESSAGE)
    assert "\x1b" not in str(caught.value)


def endless(caller: socket.socket) -> None:
    while True:
        caller.sendall(b"220-and another thing\r\n" * 1_000)


def slowly(caller: socket.socket) -> None:
    caller.settimeout(0.05)
    while True:
        caller.sendall(b"2")
        with suppress(TimeoutError):
            if not caller.recv(1):
                return


def silent(caller: socket.socket) -> None:
    caller.recv(1)


@pytest.mark.parametrize("talk", [endless, slowly, silent])
def test_nobody_waits_for_ever(talk: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LONGEST", 0.5)
    with serving(talk) as server, pytest.raises(Trouble, match="Nothing was sent"):
        deliver(server, MESSAGE)


def test_a_password_or_a_host_that_can_not_be_said_is_no_fault_of_ours() -> None:
    asks = b"250-here\r\n250 AUTH PLAIN LOGIN\r\n"
    with serving(polite(ehlo=asks), "pässword") as server, pytest.raises(Trouble, match="letters of ASCII only"):
        deliver(server, MESSAGE)
    for host in ("x" * 300, "ü" * 80):
        with pytest.raises(Trouble, match="letters of ASCII only"):
            deliver(Server(host, 25, "none", "robin", "robin@example.com"), MESSAGE)

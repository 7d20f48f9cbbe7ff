"""A connection to a server of mail, which ends after a while whatever the server does."""

from __future__ import annotations

import smtplib
import socket
from contextlib import suppress
from threading import Timer
from typing import Any, BinaryIO

PATIENCE = 20
"""Seconds a server may take for each answer."""

LITTLE = 2
"""Seconds it may take to say good-bye."""

MOST_SAID = 100_000
"""Bytes of all answers of a server."""

LONGEST = 90
"""Seconds it may take for all of them: one that says a letter now and then would keep whoever sends for ever."""


class _Answers:
    """What a server says, up to a length no honest one comes near."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = MOST_SAID

    def readline(self, most: int) -> bytes:
        """The next line. Raises OSError where it has said too much."""
        line = self._file.readline(most)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("it says far too much")
        return line

    def close(self) -> None:
        """Lets go of the connection."""
        self._file.close()


class Connection(smtplib.SMTP):
    """A connection that ends after a while whatever the server does, and knows whether it has a mail on its hands."""

    is_in_doubt = False
    """Whether the mail was written to the server, which has not said yet what becomes of it."""

    def __init__(self, host: str, port: int, **more: Any) -> None:
        self._end = Timer(LONGEST, self._give_up)
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(host, port, timeout=PATIENCE, **more)
        except BaseException:
            self._end.cancel()
            raise

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Writes the mail."""
        self.is_in_doubt = True
        return super().data(msg)

    def getreply(self) -> tuple[int, bytes]:
        """The server's next answer."""
        if self.file is None and self.sock is not None:
            self.file = _Answers(self.sock.makefile("rb"))
        return super().getreply()

    def wait_less(self) -> None:
        """Has whoever waits for the last answer, which nothing depends on, wait for a moment only."""
        if self.sock is not None:
            self.sock.settimeout(LITTLE)

    def close(self) -> None:
        """Ends it."""
        self._end.cancel()
        super().close()

    def _give_up(self) -> None:
        if (sock := self.sock) is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


class SecretConnection(Connection, smtplib.SMTP_SSL):
    """One in secret from the beginning."""

"""Reading mail: what is a box, what a message says, and what is broken alone."""

import mailbox
import os
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.outreach.box import form_of, read_box
from pipetui.values.errors import NotFound, Refused
from pipetui.values.text import clean
from pipetui.views.message import MOST, Message, Unread, own_words

PLAIN = b"""Return-Path: <jane@acme.com>
From: =?utf-8?q?Jane_D=C3=B6e?= <Jane@ACME.com>
To: Robin Falk <robin@example.com>, "Smith, Al" <al@example.com>
Cc: ops@acme.com
Subject: Re: =?utf-8?b?Um9sbG91dCDigqw=?=
Message-ID: <two@acme.com>
In-Reply-To: <one@example.com>
References: <zero@example.com>
 <one@example.com>
Date: Mon, 23 Nov 2026 10:30:00 +0100
Content-Type: text/plain; charset=utf-8

Thursday works.

--
Jane
"""


def one(raw: bytes, path: Path) -> Message | Unread:
    path.write_bytes(raw)
    form, told = read_box(path)
    assert form == "eml"
    [message] = told
    return message


def test_a_message_says_who_when_what_and_what_it_answers(tmp_path: Path) -> None:
    told = one(PLAIN, tmp_path / "a.eml")
    assert isinstance(told, Message)
    assert told.sender == ("Jane Döe", "jane@acme.com")
    assert [each.mail for each in told.others] == ["robin@example.com", "al@example.com", "ops@acme.com"]
    assert (told.subject, told.text) == ("Re: Rollout €", "Thursday works.")
    assert (told.key, told.follows) == ("two@acme.com", ("one@example.com", "zero@example.com"))
    assert told.sent == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_a_page_is_read_as_its_words(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Date"] = "a@b.com", "Mon, 23 Nov 2026 10:30:00 +0100"
    page = (
        "<html><head><style>p {}</style></head><p>Yes,&nbsp;<b>Thursday</b> works.</p><div>J</div><script>x()</script>"
    )
    mail.set_content(f"{page}<blockquote>old words</blockquote></html>", subtype="html")
    told = one(b"Received: x\n" + mail.as_bytes(), tmp_path / "a.eml")
    assert isinstance(told, Message)
    assert told.text == "Yes, Thursday works.\nJ"


@pytest.mark.parametrize(
    "before",
    [
        "On Mon, 23 Nov 2026 at 10:00, Robin <r@x.com> wrote:",
        "On Mon, 23 Nov 2026 at 10:00, Robin Falk\n<robin@example.com> wrote:",
        "Am 23.11.2026 um 10:00 schrieb Robin:",
        "Il giorno lun 23 nov 2026 alle 10:00 Robin <r@x.com> ha scritto:",
        "Le lun. 23 nov. 2026 à 10:00, Robin <r@x.com> a écrit :",
        "-----Original Message-----",
        "________________________________",
        "From: Robin Falk <r@x.com>\nSent: Monday\nTo: Jane",
        "-- \nJane Doe, CFO",
    ],
)
def test_what_was_quoted_is_left_out(before: str) -> None:
    assert own_words(f"Thursday works.\n\n{before}\nshall we?\n> or not") == "Thursday works."


def test_what_only_looks_quoted_is_kept() -> None:
    said = "On Monday we wrote the plan.\nFrom: now on we wait.\nAm I right?"
    assert own_words(said) == said
    assert len(own_words("word " * 5_000)) == MOST


@given(
    text=st.text(max_size=400)
    | st.lists(st.sampled_from(["On ", "wrote:", ">", "\n", "From: a b", "-", " "]), max_size=200).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_text_has_words_of_its_own(text: str) -> None:
    assert len(own_words(text)) <= MOST


def test_boxes_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Deal name,Amount\nOne,10\n")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    for name in ("a.csv", "empty", "folder", "nothing"):
        assert form_of(tmp_path / name) is None
    with pytest.raises(Refused, match="is no mail"):
        read_box(tmp_path / "a.csv")
    with pytest.raises(NotFound):
        read_box(tmp_path / "nothing")
    box = mailbox.mbox(tmp_path / "box")
    box.add(PLAIN)
    box.add(PLAIN.replace(b"two@", b"three@"))
    box.close()
    form, told = read_box(tmp_path / "box")
    assert (form, [each.key for each in told if isinstance(each, Message)]) == (
        "mbox",
        ["two@acme.com", "three@acme.com"],
    )
    folder = mailbox.Maildir(tmp_path / "mail")
    folder.add(PLAIN)
    form, told = read_box(tmp_path / "mail")
    assert (form, [each.place for each in told]) == ("maildir", [1])


BROKEN = [
    b"From: \nReceived: x\n\nhello",
    b"Received: x\nDate: x\nFrom: a@b.com\nContent-Type: text/plain; charset=nonsense\n\nh\xff",
    b"Received: x\nFrom: a@b.com\nDate: Mon, 99 Foo 99999 10:00:00 +9999\n\nx",
    b'Received: x\nFrom: a@b.com\nContent-Type: multipart/mixed; boundary="\n\n--\n--\n',
    b"Received: x\nFrom: a@b.com\nContent-Transfer-Encoding: base64\n\n!!!!",
    b"Received: x\nFrom: =?utf-8?q?" + b"=C3" * 4000 + b"?= <a@b.com>\nMessage-ID: [<\nTo: <<<>>>,,,;:\n\n",
    b"Received: x\nFrom: a@b.com\nSubject: " + b"x" * 200_000 + b"\n\n" + b"y" * 1_000_000,
]


@pytest.mark.parametrize("raw", BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_told_and_breaks_nothing(tmp_path: Path, raw: bytes) -> None:
    told = one(raw, tmp_path / "a.eml")
    if isinstance(told, Message):
        assert len(told.subject) <= 300
        assert len(told.text) <= MOST
    else:
        assert told.reason.endswith(".")


@given(raw=st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_message_or_told(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.eml"
    path.write_bytes(b"Received: x\nFrom: a@b.com\n" + raw)
    for each in read_box(path)[1]:
        assert isinstance(each, Message | Unread)


def test_names_and_subjects_are_only_text(tmp_path: Path) -> None:
    for place, name in enumerate(HOSTILE):
        if "\n" in name or "\r" in name or len(name) > 900:
            continue
        mail = b"Received: x\nFrom: " + f'"{name}"'.encode("utf-8", "replace") + b" <a@b.com>\nSubject: "
        told = one(
            mail + name.encode("utf-8", "replace") + b"\n\n" + name.encode("utf-8", "replace"),
            tmp_path / f"{place}.eml",
        )
        if isinstance(told, Message):
            assert told.subject == clean(told.subject)
            assert told.sender.name == clean(told.sender.name)


HEAD = b"From: a@b.com\nMessage-ID: <1@b.com>\nDate: Mon, 23 Nov 2026 10:30:00 +0100\n"


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"To: " + b"<x@y.com>, " * 300_000 + b"\n\nHello",
        HEAD + b"References: " + b"<x@y.com> " * 300_000 + b"\n\nHello",
        HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nHello",
        HEAD + b"Content-Type: text/html\n\nHello" + b"<a " * 200_000,
        HEAD + b"Content-Type: text/html\n\nHello" + b"<!" * 200_000,
        HEAD + b"Content-Type: text/plain; charset=x-unknown\n\nHello",
        HEAD + b"Content-Type: text/plain; charset=zlib\n\nHello",
    ],
    ids=["recipients", "references", "subject", "tags", "declarations", "unknown characters", "no characters"],
)
def test_what_would_take_for_ever_to_take_apart_is_read_as_far_as_it_matters(raw: bytes, tmp_path: Path) -> None:
    told = one(raw, tmp_path / "a.eml")
    assert isinstance(told, Message)
    assert (told.sender.mail, told.text[:5]) == ("a@b.com", "Hello")
    assert told.key == "1@b.com"
    assert all(each.mail == "x@y.com" for each in told.others)


def test_a_mail_of_parts_without_end_is_left_out(tmp_path: Path) -> None:
    parts = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 100_000
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(2_000))
    for raw in (HEAD + parts, HEAD + nested, HEAD + b"Content-Type: message/rfc822\n\n" * 2_000):
        told = one(raw, tmp_path / "a.eml")
        assert told == Unread(1, "It has more than 500 parts.")


def test_comments_and_tags_of_a_page_are_no_words_of_it(tmp_path: Path) -> None:
    page = b'Content-Type: text/html\n\n<p>One<!-- <b>two</b> --> <br>three 1 < 2 <a href="x">four</a>'
    told = one(HEAD + page, tmp_path / "a.eml")
    assert isinstance(told, Message)
    assert told.text == "One\nthree 1 < 2 four"


def test_what_is_no_file_in_a_box_is_told_and_the_others_read(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    (tmp_path / "box/new/1").write_bytes(HEAD + b"\nHello")
    (tmp_path / "box/new/.state").write_bytes(b"of a program that fetches mail")
    os.mkfifo(tmp_path / "box/new/2")
    (tmp_path / "box/cur/3:2,S").symlink_to(tmp_path / "gone")
    form, told = read_box(tmp_path / "box")
    first, *others = told
    assert form == "maildir"
    assert isinstance(first, Message)
    assert others == [Unread(2, "It is no file."), Unread(3, "It is no file any more.")]


def test_mail_that_is_moved_while_a_box_is_read_is_left_for_the_next_time(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    for name in ("1", "2"):
        (tmp_path / "box/new" / name).write_bytes(HEAD + b"\nHello")
    _, told = read_box(tmp_path / "box")
    assert isinstance(next(told), Message)
    (tmp_path / "box/new/2").rename(tmp_path / "box/cur/2:2,S")
    assert list(told) == [Unread(2, "It is no file any more.")]


def test_a_pipe_is_no_mail(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert form_of(tmp_path / "pipe") is None
    assert form_of(Path("/dev/zero")) is None

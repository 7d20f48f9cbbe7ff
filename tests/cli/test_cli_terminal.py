"""What a person sees on a terminal, and what happens to streams that are not as they should be."""

import os
import re
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import IO

import pytest

from calling import DAY, environment, here, left_on_terminal, made_by, on_terminal, terminal
from pipetui.cli.program import run
from pipetui.values.text import width

_STYLE = re.compile(r"\x1b\[\d*m")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Warehouse rollout 40k +Acme >nego close:15dec next:call today 15:00"],
        ["add", "Quay handhelds for the whole of the harbour 1,200.50 +Hafen >demo close:2026-11-01"],
        ["add", "日本語のとても長い会社名 900k >proposal close:eoy next:email 2026-11-20 about the offer"],
        ["add", "Idea >lead next:call 40d"],
        ["target", "Q4", "300k"],
    )


def plain(printed: str) -> list[str]:
    return _STYLE.sub("", printed).splitlines()


def test_deals_stand_in_line(made: Path) -> None:
    assert left_on_terminal(made, "deals", columns=100) == [
        "#  Deal                   Company  Stage           Amount  Prob.  Close       Next step",
        "2  Quay handhelds for t…  Hafen    Demo         €1,200.50    40%  slipped 3w  none, touched today",
        "1  Warehouse rollout      Acme     Negotiation    €40,000    80%  15 Dec      today 15:00 · Call",
        "3  日本語のとても長い会…           Proposal      €900,000    60%  31 Dec      3 days late · Email:…",
        "4  Idea                            Lead                 –     5%  –           2 Jan · Call",
        "4 deals · €941,200.50 · weighted €572,480.20",
    ]


def test_the_agenda_in_sections(made: Path) -> None:
    assert left_on_terminal(made, "agenda", columns=100) == [
        "  No  When           What              Deal                            With      Amount  Stage",
        "",
        "Overdue  1 · €900,000",
        "   2  3 days late    Email: the offer  #3 日本語のとても長い会社名             €900,000  Proposal",
        "",
        "Today  1 · €40,000",
        "   1  today 15:00    Call              #1 Warehouse rollout            Acme     €40,000  Negotiation",
        "",
        "No next step  1 · €1,200.50",
        "      touched today                    #2 Quay handhelds for the who…  Hafen  €1,200.50  Demo",
        "",
        "Later  1 follow-up",
    ]


def test_the_answer_for_a_meeting(made: Path) -> None:
    assert left_on_terminal(made, "forecast", columns=100) == [
        "Q4 2026  1 Oct – 31 Dec 2026 · 38 days left",
        "",
        "Won             €0",
        "Commit     €40,000  best case €900,000, pipeline €0",
        "Weighted  €572,000  of €940,000 in 2 open deals due in Q4 2026",
        "Expected  €569,946  from open deals in the period, and €0 from deals still to come",
        "In all    €569,946  8 in 10 between €0 and €1,030,475",
        "Target    €300,000  over by €269,946, if all comes as expected; coverage 3.1×",
        "Slipped     €1,201  1 deal past the close date, in no period",
        "",
        "Decides it                                  Amount  Chance      Adds  Next step",
        "日本語のとても長い会社名                  €900,000     60%  €537,722  3 days late · Email: the offer",
        "Warehouse rollout                          €40,000     80%   €31,998  today 15:00 · Call",
        "Quay handhelds for the whole of the har…    €1,201     19%      €225  none, touched today",
        "",
        "Expected is a guess: before today no deal was won or lost, so it is the stages' probabilities spread",
        "over typical times.",
    ]


@pytest.mark.parametrize("columns", [50, 80, 200])
@pytest.mark.parametrize("command", ["deals", "agenda", "forecast", "show"])
def test_no_line_is_wider_than_the_terminal(
    made: Path, command: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = StringIO()
    with here(), terminal(printed, columns):
        monkeypatch.setenv("COLUMNS", str(columns))
        run(["--db", str(made), "--as-of", DAY, command, *(["3"] if command == "show" else [])])
    assert max(map(width, plain(printed.getvalue()))) <= columns


def test_styles_only_where_they_are_wanted(made: Path) -> None:
    assert "\x1b[31m" in on_terminal(made, "agenda")
    assert "\x1b" not in on_terminal(made, "agenda", NO_COLOR="1")
    assert "\x1b" not in on_terminal(made, "agenda", TERM="dumb")


def test_a_reader_that_has_enough(made: Path) -> None:
    """As ``pipetui deals | head -0`` does: the pipe is shut before anything is written."""
    process = start(made, "deals", stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert ended(process) == (0, "")


def test_a_disk_without_room(made: Path) -> None:
    with Path("/dev/full").open("w") as full:
        status, told = ended(start(made, "deals", stdout=full))
    assert (status, told) == (1, "pipetui: What this has to say can't be written: No space left on device.\n")


def test_nobody_listens(made: Path) -> None:
    """stdout and stderr are closed, not even a pipe."""
    shell = f'"{sys.executable}" -m pipetui deals >&- 2>&-'
    assert subprocess.run(shell, shell=True, env=environment(made), timeout=60).returncode == 0


def test_letters_the_reader_does_not_know(made: Path) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "pipetui", "show", "3"],
        capture_output=True,
        env=environment(made, PYTHONIOENCODING="latin-1"),
        timeout=60,
    )
    assert (printed.returncode, printed.stderr) == (0, b"")
    assert b"title\t????????????\n" in printed.stdout


def test_interrupted_it_ends_quietly(made: Path, tmp_path: Path) -> None:
    before = made.read_bytes()
    secret = tmp_path / "secret"
    os.mkfifo(secret)
    config = tmp_path / "config.toml"
    config.write_text(f'[mail]\naddress = "a@b.com"\nhost = "127.0.0.1"\npassword_command = "cat {secret}"\n')
    words = ("send", "3", "--subject", "x", "--text", "y", "--to", "c@d.com", "--yes")
    process = start(made, *words, stdout=subprocess.DEVNULL, PIPETUI_CONFIG=str(config))
    for _ in range(600):
        try:  # there is somebody to write to once the program waits for what is in it
            pipe = os.open(secret, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError:
            time.sleep(0.1)
    else:
        pytest.fail("The password was not asked for.")
    process.send_signal(signal.SIGINT)
    assert ended(process) == (130, "")
    os.close(pipe)
    assert made.read_bytes() == before


def start(path: Path, *arguments: str, stdout: int | IO[str], **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "pipetui", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(path, **more),
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, told = process.communicate(timeout=60)
    return process.returncode, told


def test_a_deal_in_a_currency_without_a_rate_is_named_in_the_forecast(tmp_path: Path) -> None:
    path = made_by(tmp_path / "pipeline.db", ["add", "Dollars 10000 USD >proposal close:15dec"])
    told = " ".join(left_on_terminal(path, "forecast"))
    assert "1 deal in USD is in no total, as no rate is known; expected takes what won deals came to." in told
    assert "1 deal in USD is in no total" in on_terminal(path, "forecast", "--md")
    on_terminal(path, "rate", "USD", "0.9")
    assert "no rate" not in on_terminal(path, "forecast")

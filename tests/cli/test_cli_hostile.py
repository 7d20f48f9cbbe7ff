"""Whatever a name is made of: every command takes it as plain text, and no terminal obeys it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from calling import Cli, environment, made_by, on_terminal
from hostile import HOSTILE
from pipetui.values.text import clean

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_OWN_STYLE = re.compile(r"\x1b\[\d*m")
AS_ARGUMENT = [name for name in HOSTILE if "\x00" not in name]
"""No argument of a program can hold a zero."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose deals, companies, people, tags, follow-ups and notes are all hostile."""
    from pipetui.values.clock import Clock, parse_as_of
    from pipetui.values.followup import FollowUp
    from pipetui.views.entry import NewDeal
    from pipetui.workspace import open_workspace

    path = made_by(tmp_path_factory.mktemp("hostile") / "pipeline.db")
    workspace = open_workspace(path, Clock(parse_as_of("2026-11-23")), durable=False)
    for name in HOSTILE:
        if not clean(name):
            continue
        card = workspace.deals.add(
            NewDeal(
                name,
                amount=1_000_00,
                company=name,
                contact=name,
                owner=name,
                source=name,
                product=name,
                tags=(name,),
                next=FollowUp("call", None, name),
            )
        ).card
        assert card is not None
        workspace.followups.log(card.id, "note", name)
        workspace.deals.note(card.id, name)
    workspace.close()
    return path


def test_added_and_found_again(cli: Cli) -> None:
    titles: dict[int, str] = {}
    for name in HOSTILE:
        if len(name) > 500 or "+" in name or "@" in name or ">" in name:
            continue  # too long for a line, or its own markers
        added = cli("add", "--", name)
        assert not _OBEYED.search(added.out + added.err)
        if not clean(name):
            assert added == (2, "", "pipetui: A deal needs a title.\n")
            continue
        number, title = added.out.removesuffix("\n").split("\t")
        titles[int(number)] = title
    assert {deal["id"]: deal["title"] for deal in cli("deals", "--json").json} == titles


def test_rules_take_any_name_as_text(hostile: Path, path: Path, cli: Cli) -> None:
    path.write_bytes(hostile.read_bytes())
    numbers = [str(deal["id"]) for deal in cli("deals", "--json").json]
    for place, name in enumerate(AS_ARGUMENT):
        said = f"when entered Demo then tag t{place}; notify {{title}} {{company}} {name}"
        cli("rule", "add", f"{place} {name}"[:60], said)
    for number in numbers:
        moved = cli("move", number, "demo")
        assert moved.status == 0 and not _OBEYED.search(moved.out + moved.err)
    for command in (("rule",), ("rule", "--json"), ("rule", "log"), ("rule", "log", "--json"), ("rule", "export")):
        answer = cli(*command)
        assert answer.status == 0 and answer.out and not _OBEYED.search(answer.out + answer.err), command


def test_no_program_reads_an_order(hostile: Path, path: Path, cli: Cli) -> None:
    path.write_bytes(hostile.read_bytes())
    numbers = [str(deal["id"]) for deal in cli("deals", "--json").json]
    commands = [(name, *form) for name in ("deals", "agenda") for form in ((), ("--json",))]
    commands += [("show", number, *(["--json"] if int(number) % 2 else [])) for number in numbers]
    for command in commands:
        answer = cli(*command)
        assert (answer.status, answer.err) == (0, "")
        assert not _OBEYED.search(answer.out), command
    assert {len(row) for row in cli("deals").rows} == {26}
    assert len(cli("agenda").rows) == len(numbers)


def test_no_terminal_obeys(hostile: Path) -> None:
    for command in (["deals"], ["agenda"], ["show", "20"]):
        printed = on_terminal(hostile, *command)
        assert not _OBEYED.search(_OWN_STYLE.sub("", printed).replace("\r\n", "\n")), command
        assert "[/x]" in printed or command[0] == "show"


def test_wrong_arguments_are_repeated_without_orders(cli: Cli) -> None:
    cli("add", "One 10k")
    commands: list[Callable[[str], list[str]]] = [
        lambda name: ["show", name],
        lambda name: ["deals", f"stage:{name}"],
        lambda name: ["deals", "--sort", name],
        lambda name: ["move", "1", name],
        lambda name: ["edit", "1", f"amount={name}"],
        lambda name: ["edit", "1", name],
        lambda name: ["forecast", "--period", name],
        lambda name: ["forecast", "--pipeline", name],
        lambda name: ["agenda", "--as-of", name],
        lambda name: ["agenda", f"--{name}"],
        lambda name: [name],
        lambda name: ["log", "1", name, "x"],
        lambda name: ["import", name],
    ]
    # Each name meets three of the commands, each command a dozen names.
    for place, name in enumerate(AS_ARGUMENT):
        for step in range(3):
            arguments = commands[(place + 4 * step) % len(commands)](name)
            answer = cli(*arguments)
            assert answer.status in (0, 1, 2), arguments
            assert "at fault" not in answer.err, arguments
            assert not _OBEYED.search(answer.out + answer.err), arguments


def test_bytes_that_are_no_text(path: Path) -> None:
    def call(*arguments: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "pipetui", *arguments], capture_output=True, env=environment(path), timeout=60
        )

    added = call(b"add", b"caf\xe9 \xff 10k")
    assert (added.returncode, added.stdout) == (0, b"1\tcaf\n")
    assert call(b"show", b"\xff\xfe").returncode == 1
    strange = path.parent / os.fsdecode(b"\xff.db")
    assert call(b"--db", os.fsencode(strange), b"add", b"One").returncode == 0
    assert strange.exists()
    assert call(b"--db", os.fsencode(strange), b"path").stdout == os.fsencode(path.parent) + b"/?.db\n"


def test_a_playbook_what_customers_do_and_leads_are_plain_text(path: Path, cli: Cli) -> None:
    from pipetui.values.clock import Clock, parse_as_of
    from pipetui.views.entry import NewDeal
    from pipetui.views.mail import Mail
    from pipetui.views.playbook import CustomerStepNew
    from pipetui.views.process import Exit, StagePlan
    from pipetui.workspace import open_workspace

    workspace = open_workspace(path, Clock(parse_as_of("2026-11-23")), durable=False)
    names = [name for name in HOSTILE if clean(name)]
    number = workspace.deals.add(NewDeal("Fleet")).changes[0].after
    assert number is not None
    texts = tuple(dict.fromkeys(clean(name) for name in names))
    plan = StagePlan("Qualified", purpose="\n".join(names), good="\n".join(names), exits=tuple(map(Exit, texts)))
    plan = replace(plan, mails=(Mail("Recap", *names[:2]), *(Mail(name, name, name) for name in texts if name)))
    workspace.processes.write_stage(number.stage_id, plan)
    for name in names:
        workspace.customers.plan(number.id, CustomerStepNew(name, workspace.clock.today(), name))
        workspace.leads.capture(NewDeal(name, company=name, source=name, campaign=name))
    workspace.close()
    for line in (
        ("check", "fleet"),
        ("show", "1"),
        ("lead",),
        ("check", "1", "1"),
        ("pipeline", "export"),
        ("mail", "1"),
        ("mail", "1", "recap"),
        ("criteria", "qualified"),
    ):
        told = cli(*line)
        assert told.status == 0, told.err
        assert not _OBEYED.search(told.out.replace("\t", " ")), line

"""What a rep can get wrong: a sentence on stderr, nothing on stdout, the right exit status, nothing written."""

import json
import shutil
from pathlib import Path

import pytest

from calling import Cli, made_by


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "One A 10k next:call fri"],
        ["add", "One B 20k"],
    )


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["deals", "stge:demo"], 2, '"stge" is not a field: did you mean stage?'),
        (["deals", "status:maybe"], 2, '"maybe" is not a status: there are open, won, lost and all.'),
        (["deals", 'title:"open'], 2, 'A quote is not closed: end it with ".'),
        (["deals", "--sort", "colour"], 2, '"colour" is no order of deals: write close, amount,'),
        (["deals", "--limit", "0"], 2, '"0" is no number for --limit: write 1 or more, such as 20.'),
        (["deals", "--jsn"], 2, "No such option: --jsn"),
        (["deals", "--sort"], 2, "Nothing is said after --sort. See pipetui deals --help."),
        (["agenda", "--json", "--days"], 2, "Nothing is said after --days. See pipetui agenda --help."),
        (["forcast"], 2, "No such command 'forcast'. Did you mean 'forecast'? See pipetui --help."),
        (["agenda", "--days", "soon"], 2, '"soon" is no number for --days: write 0 or more, such as 7.'),
        (["agenda", "--days", "-3"], 2, '"-3" is no number for --days'),
        (["agenda", "stage:today"], 2, "today"),
        (["agenda", "--as-of", "yesterday"], 2, '"yesterday" is not a day: write it as 2026-12-01.'),
        (["agenda", "--as-of"], 2, "Nothing is said after --as-of: write --as-of 2026-12-01."),
        (["forecast", "--period", "Q7"], 2, '"Q7" is not a period: write Q4,'),
        (["forecast", "--pipeline", "Partners"], 1, "There is no pipeline “Partners”. The pipelines are Sales."),
        (["target", "300k"], 2, '"300k" is not a period'),
        (["target", "Q4", "lots"], 2, '"lots" is not an amount: write 40000, 40k or 1,234.56.'),
        (["target", "Q4", "-5"], 2, "A target is more than nothing."),
        (["target", "Q4", "300k USD"], 2, "The target is in EUR, the currency of the pipeline, not in USD."),
        (["add", ""], 2, "A deal needs a title."),
        (["add", "40k +Acme"], 2, "A deal needs a title."),
        (["add", "Acme close:blursday"], 2, '"blursday" is not a day'),
        (["add", "Acme >nowhere"], 2, "There is no stage “nowhere”. The stages are Lead, Qualified, Demo,"),
        (["add", "x" * 3000], 2, "This line is too long"),
        (["add"], 2, "Missing argument 'LINE'. See pipetui add --help."),
        (["show", "7"], 1, "There is no deal 7."),
        (["show", "²"], 1, "No deal's title has “²” in it."),
        (["show", "zebra"], 1, "No deal's title has “zebra” in it."),
        (["show", "one"], 1, "“one” could be 1 One A; 2 One B. Use the number."),
        (["move", "1", "prop osal"], 2, "There is no stage “prop osal”."),
        (["move", "1", ""], 2, "There is no stage “”."),
        (["move", "1", "qualified"], 1, "One A is in Qualified already."),
        (["lose", "1"], 2, "A lost deal needs a reason: say --reason with one of price, competition,"),
        (["win", "1", "--on", "32 dec"], 2, '"32 dec" is not a day'),
        (["edit", "1", "colour=red"], 2, "A deal has no field “colour”. The fields are title, amount,"),
        (["edit", "1", "amount"], 2, '"amount" says no value: write a field, = and its value, such as amount=40k.'),
        (["edit", "1", "amount=1", "amount=2"], 2, "A deal has one amount; there are two here."),
        (["edit", "1", "probability=101"], 2, "“101” is not a probability"),
        (["edit", "1", "title="], 2, "A deal needs a title."),
        (["next", "1", ""], 2, "A follow-up is missing"),
        (["done", "99"], 1, "There is no activity 99."),
        (["done", "one"], 2, '"one" is no number for ACTIVITY: write 1 or more, such as 12.'),
        (["done", "9" * 30], 2, "is no number for ACTIVITY"),
        (["snooze", "1", "blursday"], 2, '"blursday" is not a day'),
        (["log", "1", "shout", "Hello"], 2, "“shout” is not a kind of activity: use call, meeting,"),
        (["log", "1", "call", " "], 2, "Say in a word what the call was about."),
        (["undo-everything"], 2, "No such command 'undo-everything'"),
        (["deal"], 2, "Did you mean 'deals'"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_a_sentence_and_no_more(
    made: Path, path: Path, cli: Cli, arguments: list[str], status: int, sentence: str
) -> None:
    shutil.copy(made, path)
    answer = cli(*arguments)
    assert answer.out == ""
    assert sentence in answer.err
    assert answer.err.startswith("pipetui: ") and answer.err.count("\n") == 1
    assert answer.status == status
    assert path.read_bytes() == made.read_bytes()


def test_a_new_reason_is_pointed_out(cli: Cli) -> None:
    cli("add", "One 10k")
    assert cli("lose", "1", "--reason", "pirce").err.startswith("A new reason: pirce. There were price, competition")
    cli("reopen", "1")
    assert cli("lose", "1", "--reason", "PIRCE").err == "Lost One · €10,000\n"
    assert cli("show", "1", "--json").json["reason"] == "pirce"


def test_config_tells_what_is_wrong_with_the_keys(cli: Cli, tmp_path: Path) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text('[keys]\n"deal.wonn" = "W"\n"deal.lost" = "a"\n')
    answer = cli("--config", str(settings), "config")
    assert "there is no command “deal.wonn”. Did you mean “deal.won”?" in answer.err
    assert "a is deal.lost and can't be deal.add as well" in answer.err
    assert len(json.loads(cli("--config", str(settings), "config", "--json").out)["problems"]) == 2


def test_a_view_follows_a_stage_that_is_renamed(cli: Cli) -> None:
    cli("add", "One", ">demo")
    cli("views", "add", "hot", "stage:demo")
    assert cli("stage", "rename", "Demo", "Showing", "it").status == 0
    assert [each["title"] for each in cli("deals", "--view", "hot", "--json").json] == ["One"]


def test_a_view_of_a_stage_that_is_gone_is_named_with_what_to_do(cli: Cli) -> None:
    cli("views", "add", "hot", "stage:demo")
    cli("stage", "delete", "Demo", "Proposal")
    answer = cli("deals", "--view", "hot")
    assert answer.status == 2
    assert 'The view hot (stage:demo) can\'t be shown: "demo" is not a stage' in answer.err
    assert cli("views", "add", "hot", "stage:proposal", "--replace").status == 0
    assert "not a stage" not in cli("deals", "--view", "hot").err

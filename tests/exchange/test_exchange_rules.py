"""Rules go out as TOML and come in the same, alone and with their process; what is wrong is told with its line."""

import pytest

from pipetui.exchange.process_toml import from_toml, to_toml
from pipetui.exchange.rules_toml import rules_from_toml, rules_to_toml
from pipetui.reading.rules import read_text
from pipetui.values.errors import Invalid
from pipetui.views.automation import NewRule
from pipetui.workspace import Workspace

RULES = (
    NewRule("Offer “one”", read_text('when entered Proposal if value>10k "a b" then plan call +2d about it; tag hot')),
    NewRule("Wake", read_text("when untouched 14d then notify {title} sleeps"), enabled=False),
)


def test_rules_go_out_and_come_in_the_same() -> None:
    assert rules_from_toml(rules_to_toml(RULES)) == RULES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[rule]]\nname = "A"\nwhen = "sometimes"\nthen = ["tag x"]', "f.toml, line 3: “sometimes” is nothing a rule"),
        ('[[rule]]\nname = "A"\nwhen = "won"\nthen = ["dance"]', "f.toml, line 4: “dance” is nothing a rule can do"),
        ('[[rule]]\nname = "A"\nwhen = "won"\nthen = []', "f.toml, line 4: then is a list of texts"),
        ('[[rule]]\nwhen = "won"\nthen = ["tag x"]', "line 1: Each rule has a name of its own"),
        ('[[rule]]\nname = "A"\nif = 3\nwhen = "won"', "line 3: if is text in quotes"),
        ('[[rule]]\nname = "A"\nunless = "x"', "line 3: “unless” is no part of [[rule]]"),
        ('rule = "x"', "with two brackets"),
        ("", "has no [[rule]] in it"),
        ("[[rule", "line 1: this is no TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(Invalid) as error:
        rules_from_toml(text, "f.toml")
    assert told in str(error.value)


def test_a_process_takes_its_rules_along(workspace: Workspace) -> None:
    workspace.rules.add_all([rule._replace(name=rule.name[:5]) for rule in RULES])
    process = workspace.processes.read(1)
    assert from_toml(to_toml(process)) == process and len(process.rules) == 2
    number = workspace.processes.add(process, "Second")
    assert [(line.rule.name, line.rule.pipeline_id) for line in workspace.overview.automation.rules()] == [
        ("Offer", None),
        ("Wake", None),
    ], "those of every pipeline are the second one's already"
    workspace.rules.add(NewRule("Own", read_text("when entered Demo then tag in"), number))
    taken = workspace.processes.add(workspace.processes.read(number), "Third")
    assert workspace.overview.automation.rules()[-1].rule == workspace.overview.automation.rules()[-1].rule._replace(
        name="Own (Third)", pipeline_id=taken
    )

"""docs/filters.md: every form it shows lets through the deals it says, from the file and in memory."""

import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from calling import made_by
from pipetui.reading.cards import read_cards
from pipetui.values.clock import Clock, parse_as_of
from pipetui.values.errors import Invalid
from pipetui.values.filter_fields import PLAIN, STATES
from pipetui.views.saved_view import BUILT_IN
from pipetui.views.searched import Searched
from pipetui.workspace import Workspace, open_workspace

TEXT = (Path(__file__).parents[1] / "docs" / "filters.md").read_text(encoding="utf-8")
DEALS = re.findall(r"^\| (?:`(.+?)`)? *\| [^|]+ \| (\d(?:, \d)*|–) \|$", TEXT, re.MULTILINE)
REFUSED = re.findall(r"^\| `(.+?)` \| ([^|]+[.?)]) \|$", TEXT, re.MULTILINE)
COMMANDS = [shlex.split(line) for line in re.findall(r"^\$ pipetui (.+)$", TEXT, re.MULTILINE)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = made_by(tmp_path_factory.mktemp("filters") / "pipeline.db", *COMMANDS)
    with closing(open_workspace(made, Clock(parse_as_of("2026-11-23")))) as opened:
        yield opened


@pytest.mark.parametrize(("text", "numbers"), DEALS)
def test_a_filter_lets_through_what_is_told(workspace: Workspace, text: str, numbers: str) -> None:
    wanted = workspace.overview.filter(text)
    told = [] if numbers == "–" else [int(number) for number in numbers.split(", ")]
    assert workspace.overview.ids(wanted) == told
    pipelines = {pipeline.id: pipeline for pipeline in workspace.overview.pipelines()}
    with workspace._reading.rows() as rows:
        cards = [card for card in read_cards(rows, "1") if card.status in wanted.statuses]
    assert sorted(card.id for card in cards if wanted.matches(Searched(card, pipelines[card.pipeline_id]))) == told


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_can_not_be_read_is_answered_as_told(workspace: Workspace, text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as wrong:
        workspace.overview.filter(text)
    assert str(wrong.value) == sentence


def test_every_field_state_and_view_is_told() -> None:
    shown = [text for text, _ in DEALS]
    for spec in PLAIN:
        assert any(re.search(rf"(?<!\w){spec.name}[:<>!= ]", text) for text in shown), spec.name
    assert set(STATES) <= set(shown)
    for view in BUILT_IN:
        assert f"| {view.name} | `{view.filter}` | {view.sort} |" in TEXT
    assert len(DEALS) > 70
    assert len(REFUSED) > 8

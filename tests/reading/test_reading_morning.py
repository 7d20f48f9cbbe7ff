"""What was learned this morning is kept while deals are worked: what would be learned anew, to the last digit."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doing import TODAY, Command, commands, edits
from pipetui.demo import build
from pipetui.reading import kept_past
from pipetui.values.clock import Clock
from pipetui.values.errors import PipetuiError
from pipetui.values.periods import KINDS, Period
from pipetui.views.odds import lessons
from pipetui.workspace import Workspace, open_workspace

any_deal = st.integers(1, 300)
more: st.SearchStrategy[Command] = st.one_of(
    st.builds(lambda n, values: lambda work: work.deals.edit(n, values), any_deal, edits),
    st.builds(lambda n: lambda work: work.deals.edit(n, {"product": "Rack"}), any_deal),
    st.builds(lambda n: lambda work: work.deals.win(n), any_deal),
    st.builds(lambda n: lambda work: work.deals.lose(n, "price"), any_deal),
    st.builds(lambda n: lambda work: work.deals.reopen(n), any_deal),
    st.builds(lambda n: lambda work: work.deals.delete([n]), any_deal),
    st.builds(lambda n, ago: lambda work: work.deals.edit(n, {"closed": TODAY - timedelta(ago)}), any_deal, any_deal),
    st.builds(lambda n, stage: lambda work: work.deals.move(n, stage), any_deal, st.integers(1, 6)),
)


@pytest.fixture(scope="module")
def demo() -> Iterator[Path]:
    """Two years of a rep's deals, in stages that ask for nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        build(path, Clock(TODAY))
        with closing(sqlite3.connect(path)) as rows, rows:
            rows.execute("DELETE FROM criterion")
        yield path


@pytest.fixture(autouse=True)
def kept_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_past, "MANY", 1)


def answer(work: Workspace, period: Period) -> tuple[Any, ...]:
    """All that is told before a meeting."""
    view, outlook, trust = work.overview.forecasts.meeting(work.overview.pipeline(), period, None, 3, 4)
    return view.figures(), outlook, trust


def learning(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The days of which something is learned from now on."""
    days: list[int] = []
    learn = lessons.lessons_of

    def watched(learned: Any, day: int) -> lessons.Lessons:
        days.append(day)
        return learn(learned, day)

    monkeypatch.setattr(lessons, "lessons_of", watched)
    return days


@given(
    done=st.lists(st.tuples(commands | more, st.integers(0, 1), st.sampled_from(KINDS)), max_size=8),
    often=st.sampled_from([1, 200]),
)
@settings(max_examples=6, deadline=None)
def test_what_is_kept_is_what_would_be_learned(demo: Path, done: list[tuple[Command, int, Any]], often: int) -> None:
    today = TODAY
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept_past, "OFTEN", often)
        path = Path(folder) / "pipeline.db"
        copyfile(demo, path)
        for turn, (command, later, kind) in enumerate(done):
            today += timedelta(days=later)
            with closing(open_workspace(path, Clock(today), durable=False)) as work:
                period = work.overview.period({"month": "2026-12", "quarter": "Q4", "half": "H2", "year": "2026"}[kind])
                with suppress(PipetuiError):
                    command(work)
                for undo in (False, True):
                    with suppress(PipetuiError):
                        if undo:
                            work.history.undo()
                    patched.setenv("XDG_CACHE_HOME", f"{folder}/kept")
                    followed = answer(work, period)
                    patched.setenv("XDG_CACHE_HOME", f"{folder}/anew-{turn}-{undo}")
                    assert followed == answer(work, period)


def test_a_day_s_work_is_not_learned_from_before_the_next(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    path = tmp_path / "pipeline.db"
    copyfile(demo, path)
    with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
        period = work.overview.period()
        first = answer(work, period)
        learned = learning(monkeypatch)
        assert answer(work, period) == first
        cards = sorted(work.overview.open_cards(), key=lambda card: card.id)
        pipeline = work.overview.pipeline()
        on, won, lost, edited, gone = [card for card in cards if not pipeline.stage(card.stage_id).is_lead][:5]
        work.deals.move(on.id, pipeline.stages[-2].id)
        work.deals.win(won.id)
        work.deals.lose(lost.id, "price")
        work.deals.edit(edited.id, {"amount": (77_000_00, "EUR"), "expected_close": TODAY + timedelta(40)})
        work.deals.delete([gone.id])
        second = answer(work, period)
        assert second[0] != first[0]
        assert not learned
        # What was won long ago and is another amount now was another this morning: that is learned from.
        closed = work.overview.closed_cards(pipeline.id, work.overview.period("2025"))
        work.deals.edit(closed[0].id, {"amount": (1_000_00, "EUR")})
        answer(work, period)
        assert TODAY.toordinal() in learned
    learned.clear()
    with closing(open_workspace(path, Clock(TODAY + timedelta(1)), durable=False)) as work:
        answer(work, period)
    assert (TODAY + timedelta(1)).toordinal() in learned


@pytest.mark.parametrize(
    "broken", [lambda whole: b"", lambda whole: whole[:-8], lambda whole: b"[]\n", lambda whole: b"{"]
)
def test_what_is_kept_and_broken_is_learned_anew(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    path = tmp_path / "pipeline.db"
    copyfile(demo, path)
    with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
        first = answer(work, work.overview.period())
        [kept] = (tmp_path / "caches" / "pipetui" / "lessons").iterdir()
        assert kept.stat().st_mode & 0o777 == 0o600
        kept.write_bytes(broken(kept.read_bytes()))
        assert answer(work, work.overview.period()) == first

"""Whatever a rep does, as Hypothesis draws it."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from pipetui.values.followup import FollowUp
from pipetui.values.when import When
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace

TODAY = date(2026, 11, 23)

Command = Callable[[Workspace], object]

numbers = st.integers(1, 4)
names = st.sampled_from(["Acme", "Hexa", "Ångström"])
reasons = st.sampled_from(["price", "a whim"])
days = st.integers(-40, 40).map(lambda ahead: TODAY + timedelta(days=ahead))
steps = st.builds(lambda day: FollowUp("call", When(day), "Call"), days)
tags = st.lists(st.sampled_from(["q4", "Q4", "big"]), max_size=2).map(tuple)
edits = st.fixed_dictionaries(
    {},
    optional={
        "amount": st.integers(0, 10**9).map(lambda minor: (minor, "EUR")) | st.none(),
        "probability": st.none() | st.floats(0, 100),
        "expected_close": st.none() | days,
        "company": st.none() | names,
        "contact": st.none() | names,
        "tags": tags,
        "stage": st.integers(1, 5),
    },
)


def _add(name: str, day: date, step: FollowUp | None, some: tuple[str, ...]) -> Command:
    new = NewDeal(f"{name} deal", 10_000, company=name, contact=name, expected_close=day, next=step, tags=some)
    return lambda work: work.deals.add(new)


def _import(rows: list[tuple[str, int]]) -> Command:
    def bring(work: Workspace) -> None:
        table = work.path.with_name("deals.csv")
        lines = [f"{name} again,{name},{amount},Demo,q4" for name, amount in rows]
        table.write_text("\n".join(["Deal name,Company,Amount,Stage,Tags", *lines]))
        work.imports.read(table)

    return bring


def _target(amount: int | None) -> Command:
    return lambda work: work.targets.set(work.overview.pipeline(), work.overview.period(), amount)


commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(_add, names, days, st.none() | steps, tags),
    st.builds(lambda n, stage: lambda work: work.deals.move(n, stage), numbers, st.integers(1, 5)),
    st.builds(lambda n: lambda work: work.deals.win(n, "best fit"), numbers),
    st.builds(lambda n, why: lambda work: work.deals.lose(n, why), numbers, reasons),
    st.builds(lambda n: lambda work: work.deals.reopen(n), numbers),
    st.builds(lambda n, values: lambda work: work.deals.edit(n, values), numbers, edits),
    st.builds(lambda n: lambda work: work.deals.note(n, "as *said*"), numbers),
    st.builds(lambda n: lambda work: work.deals.delete([n]), numbers),
    st.builds(lambda n, step: lambda work: work.followups.plan(n, step), numbers, steps),
    st.builds(lambda n, step: lambda work: work.followups.finish(n, "done", step), numbers, st.none() | steps),
    st.builds(lambda n, day: lambda work: work.followups.snooze(n, When(day)), numbers, days),
    st.builds(lambda n: lambda work: work.followups.drop(n), numbers),
    st.builds(lambda n: lambda work: work.followups.log(n, "call", "spoke"), numbers),
    st.builds(_import, st.lists(st.tuples(names, st.integers(1, 999)), min_size=1, max_size=4)),
    st.builds(_target, st.none() | st.integers(1, 10**9)),
    st.just(lambda work: work.settings.set("fiscal_start", "4")),
    st.just(lambda work: work.settings.set("period", "month")),
)

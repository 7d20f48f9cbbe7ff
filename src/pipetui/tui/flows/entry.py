"""Adding a deal: in one line, or with all its fields."""

from __future__ import annotations

import asyncio

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.entry_prompt import FORM, EntryPrompt
from pipetui.views.entry import NewDeal
from pipetui.views.entry_line import EntryLine

EXAMPLE = "Acme rollout 40k +Acme @'Jane Doe' close:eom >proposal #q4 next:call fri 15:00"
"""Everything a quick-add line can say."""


async def add(screen: AskingScreen) -> None:
    """Adds a deal from one line, showing what is understood of it as it is typed; or with the full form."""
    state = screen.state
    if state is None:
        return
    pipeline_id = state.pipeline.id
    known = await screen.desk_app.names.known()
    entry = EntryLine(state.pipeline, screen.add_stage_id(), state.fields, known, screen.desk_app.now_local())
    answer = await screen.put(EntryPrompt(entry, "New deal", EXAMPLE, screen.drafts))
    if answer is None:
        return
    if answer.get("key") == FORM:
        new = await _with_form(screen, entry, answer["line"])
    else:
        new = NewDeal.from_line(entry.understand(answer["line"]).read, entry.stage.id)
    if new is not None:
        screen.do(lambda work: work.deals.add(new, pipeline_id), f"Added {new.title}")


async def _with_form(screen: AskingScreen, entry: EntryLine, line: str) -> NewDeal | None:
    """The deal that was put together in the form; None where it was left, and is kept."""
    from pipetui.tui.screens.form import FormScreen
    from pipetui.tui.widgets.form import Form
    from pipetui.views.entry_form import EntryForm

    fields = EntryForm(entry)
    form = Form(fields, line, screen.drafts)
    shown = FormScreen(form)
    await screen.app.push_screen(shown)
    answer = await asyncio.shield(form.answer)
    await shown.dismiss()
    if answer is None:
        return None
    screen.drafts.pop("add", None)
    return fields.deal(answer)

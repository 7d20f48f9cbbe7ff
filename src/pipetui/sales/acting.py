"""What a rule does with a deal, by the same ways a rep's own commands go."""

from __future__ import annotations

from sqlmodel import select

from pipetui.model import StageMail
from pipetui.reading.cadence import cadence_of
from pipetui.reading.own import read_fields
from pipetui.reading.playbooks import facts_for_mails
from pipetui.sales.cadences import start_cadence, stop_cadence
from pipetui.sales.columns import main_contact
from pipetui.sales.editing import set_field
from pipetui.sales.moving import move
from pipetui.sales.people import add_tag, take_tag
from pipetui.sales.planning import planned
from pipetui.sales.work import RuleWork, Work
from pipetui.values.clock import to_local
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.followup import FollowUp, parse_followup, show_followup
from pipetui.values.rules import Action, filled
from pipetui.values.text import clean, fold
from pipetui.values.when import When
from pipetui.values.workdays import workday_from
from pipetui.views.automation import facts_of
from pipetui.views.card import Card
from pipetui.views.fields import Context, field_named, find_stage
from pipetui.views.mail import Mail, letter
from pipetui.views.stage import Pipeline


class Acting:
    """A rule's hands on one deal, in the transaction of ``work``. ``notices`` is what the rep is to be told."""

    def __init__(self, work: Work, card: Card, pipeline: Pipeline) -> None:
        self.notices: list[str] = []
        self._work = RuleWork(work, card)
        self._card = card
        self._pipeline = pipeline
        stage = next((each.name for each in pipeline.stages if each.id == card.stage_id), "")
        self._facts = facts_of(card, stage)
        self._tags = card.tags

    def do(self, action: Action) -> str:
        """Does it; gives what was done in words, "" where there was nothing to do. Raises whatever is in the way."""
        match action.kind:
            case "plan":
                return self._plan(self._filled(action.what))
            case "draft":
                return self._draft(action.what)
            case "cadence":
                return self._cadence(action.what)
            case "set":
                return self._set(action.what, self._filled(action.value))
            case "tag":
                return self._tag(self._filled(action.what))
            case "untag":
                return self._untag(self._filled(action.what))
            case "move":
                return self._move(action.what)
            case "notify":
                self.notices.append(f"{self._card.title}: {self._filled(action.what)}")
                return f"told: {self._filled(action.what)}"

    def _filled(self, text: str) -> str:
        return filled(text, self._facts)

    def _plan(self, text: str) -> str:
        work = self._work
        what = parse_followup(text, to_local(work.clock.now()))
        day = workday_from(what.when.day if what.when else work.clock.today())
        what = FollowUp(what.kind, When(day, what.when.time if what.when else None), what.subject, what.every)
        work.session.add(planned(work, self._card.id, what, main_contact(work.connection, self._card.id)))
        return f"planned: {show_followup(what, work.clock.today())}"

    def _draft(self, name: str) -> str:
        """A mail to be sent today, with the words of a template filled in."""
        work = self._work
        stages = [stage.id for stage in self._pipeline.stages]
        here = self._card.stage_id
        mails = work.session.exec(select(StageMail)).all()
        named = [mail for mail in mails if fold(mail.name) == fold(name) and mail.stage_id in stages]
        if not named:
            raise NotFound(f"there is no mail template “{name}” in {self._pipeline.name}")
        mail = min(named, key=lambda mail: (mail.stage_id != here, stages.index(mail.stage_id)))
        stage = self._facts["stage"]
        facts = facts_for_mails(work.rows, self._card, stage)
        written = letter(Mail(mail.name, mail.subject, mail.body), stage, facts)
        what = FollowUp("email", When(workday_from(work.clock.today()), None), written.subject)
        contact = main_contact(work.connection, self._card.id)
        work.session.add(planned(work, self._card.id, what, contact, written.body))
        return f"drafted the mail {mail.name}"

    def _cadence(self, what: str) -> str:
        stage = self._facts["stage"]
        if what == "stop":
            return "stopped its cadence" if stop_cadence(self._work, self._card.id) else ""
        if not cadence_of(self._work.rows, self._card.stage_id):
            raise NotFound(f"{stage} has no cadence")
        first = start_cadence(self._work, self._card)
        return first and f"started the cadence of {stage}: {first}"

    def _set(self, name: str, text: str) -> str:
        work = self._work
        spec = field_named(name, read_fields(work.rows))
        deal = work.deal(self._card.id)
        value = spec.read(text, Context(self._card, self._pipeline, work.clock.today()))
        set_field(work, deal, self._pipeline, spec.name, value)
        return f"set {spec.label.lower()} to {clean(text) or 'nothing'}"

    def _tag(self, name: str) -> str:
        if fold(name) in map(fold, self._tags):
            return ""
        add_tag(self._work.connection, self._card.id, name)
        self._tags = (*self._tags, name)
        return f"tagged {name}"

    def _untag(self, name: str) -> str:
        left = tuple(tag for tag in self._tags if fold(tag) != fold(name))
        if len(left) == len(self._tags):
            return ""
        take_tag(self._work.connection, self._card.id, name)
        self._tags = left
        return f"took the tag {name} off"

    def _move(self, name: str) -> str:
        work = self._work
        try:
            stage = find_stage(name, self._pipeline.stages)
        except Invalid as error:
            raise NotFound(str(error)) from None
        deal = work.deal(self._card.id)
        if deal.stage_id == stage.id:
            return ""
        move(work, deal, self._pipeline, stage.id)
        return f"moved it to {stage.name}"

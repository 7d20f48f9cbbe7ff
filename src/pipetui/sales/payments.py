"""Payments of deals: plans, single ones, and what was received."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from pipetui.model import Deal, Payment
from pipetui.reading.cash import read_book, read_deal_cash, terms_of
from pipetui.sales.editing import pipeline_of
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.cashline import parse_cashline, past_day
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.money import show
from pipetui.values.shares import part
from pipetui.values.terms import Terms
from pipetui.values.text import count, fit
from pipetui.views.card import Saved
from pipetui.views.cash import Instalment, bases, planned_by
from pipetui.views.rates import in_base
from pipetui.views.stage import Pipeline

MOST_TIMES = 120
"""Payments that one line makes at most, where it says how often."""


class Payments:
    """The service for payments. Each command is one transaction on a deal and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(self, deal_id: int, terms: Terms) -> Saved:
        """Plans how a deal is paid, in place of what was open of its plan; what was received stays, and counts.

        Raises Refused for a deal without an amount, or one that is lost; Invalid where the terms do not fit it.
        """
        with working(self._store, "Planned the payments of {title}", [deal_id]) as work:
            deal, kept = work.deal(deal_id), []
            if deal.amount is None:
                raise Refused(f"{deal.title} has no amount yet: a plan parts it.")
            if deal.status == "lost":
                raise Refused(f"{deal.title} is lost: nobody pays for it.")
            for payment in _of(work, deal_id):
                if payment.paid_on is None:
                    work.session.delete(payment)
                else:
                    kept.append(payment)
            received = sum(each.amount for each in kept)
            if received >= deal.amount > 0:
                raise Refused(f"All of {deal.title} is paid: nothing is left to plan.")
            _insert(work, deal, kept, terms)
            work.touch(deal)
        return work.saved

    def unplan(self, deal_id: int) -> Saved:
        """Takes away what is open of a deal's plan: its pipeline's terms hold again where nothing was received."""
        with working(self._store, "No plan of payments for {title}", [deal_id]) as work:
            for payment in _of(work, deal_id):
                if payment.paid_on is None:
                    work.session.delete(payment)
        return work.saved

    def add(self, deal_id: int, line: str) -> Saved:
        """Adds a payment from one line, or with "every month until …" as many as that says. Raises Invalid.

        Where there is no plan yet, what is left of the deal's amount is planned by its pipeline's terms.
        """
        with working(self._store, "Added a payment to {title}", [deal_id]) as work:
            deal, pipeline, today = work.deal(deal_id), pipeline_of(work, deal_id), work.clock.today()
            told = parse_cashline(line, today, deal.currency)
            amount = told.amount if told.amount is not None else _share(deal, told.percent)
            dues = [told.due]
            if told.every is not None:
                if ";UNTIL=" not in told.every.rule:
                    raise Invalid("Say until when: retainer 2k every month until 30 jun.")
                dues = list(_times(told.due, told.every.after))
            place = len(_of(work, deal_id))
            made: list[Payment] = []
            label = told.label or ("received" if told.paid else "payment")
            for turn, due in enumerate(dues):
                payment = Payment(
                    deal_id=deal_id, position=place + turn, label=label, amount=amount, currency=told.currency
                )
                payment.due_on, payment.paid_on = due or told.paid or today, told.paid
                _convert(payment, pipeline)
                made.append(payment)
            work.session.add_all(made)
            if not place:
                _plan_rest(work, deal, made)
            work.touch(deal)
        return work.saved

    def receive(self, deal_id: int, place: int, payment_id: int | None, on: date | None = None) -> Saved:
        """Marks a payment as received on a day (today); one that follows from terms becomes part of a plan first.

        ``place`` is which instalment of the terms it is. Raises Refused for one that was received already.
        """
        with working(self._store, "Received a payment of {title}", [deal_id]) as work:
            deal = work.deal(deal_id)
            payment = _at(work, deal, place) if payment_id is None else _payment(work, payment_id)
            if payment.paid_on is not None:
                raise Refused(f"“{payment.label}” was received on {payment.paid_on.isoformat()} already.")
            payment.paid_on = past_day(on or work.clock.today(), work.clock.today())
            if payment.due_on is None and deal.status == "open":
                payment.due_on = payment.paid_on  # it no longer moves with a date the deal has yet to reach
            work.name(f"Received {show(payment.amount, payment.currency)} from {deal.title}")
            work.touch(deal)
        return work.saved

    def reopen(self, payment_id: int) -> Saved:
        """Marks a payment as not received after all."""
        with working(self._store, "Payment of {title} is open again", [self._deal_of(payment_id)]) as work:
            _payment(work, payment_id).paid_on = None
        return work.saved

    def change(self, payment_id: int, line: str) -> Saved:
        """Changes a payment to what a line says: amount, label, day. Raises Invalid."""
        with working(self._store, "Changed a payment of {title}", [self._deal_of(payment_id)]) as work:
            payment = _payment(work, payment_id)
            deal, pipeline, today = work.deal(payment.deal_id), pipeline_of(work, payment.deal_id), work.clock.today()
            told = parse_cashline(line, today, payment.currency)
            if told.every is not None:
                raise Invalid("A payment that is there does not repeat: add those that do.")
            amount = told.amount if told.amount is not None else _share(deal, told.percent)
            if (amount, told.currency) != (payment.amount, payment.currency):
                payment.amount, payment.currency = amount, told.currency
                _convert(payment, pipeline)
            payment.label = told.label or payment.label
            if told.due is not None:
                payment.due_on = told.due
            if told.paid is not None:
                payment.paid_on = told.paid
        return work.saved

    def delete(self, payment_id: int) -> Saved:
        """Deletes a payment; undo brings it back."""
        with working(self._store, "Deleted a payment of {title}", [self._deal_of(payment_id)]) as work:
            work.session.delete(_payment(work, payment_id))
        return work.saved

    def scale(self, deal_id: int) -> Saved:
        """Makes the open payments of a plan come to what is left of the deal's amount, each by its share.

        Raises Refused where there are none, or what was received is more than the deal.
        """
        with working(self._store, "Scaled the payments of {title}", [deal_id]) as work:
            deal = work.deal(deal_id)
            payments = _of(work, deal_id)
            waiting = [each for each in payments if each.paid_on is None]
            if deal.amount is None or not waiting:
                raise Refused(f"{deal.title} has no open payments to scale." if deal.amount else "It has no amount.")
            if any(each.currency != deal.currency for each in payments):
                raise Refused(f"The payments of {deal.title} are not all in {deal.currency}: change them one by one.")
            left = deal.amount - sum(each.amount for each in payments if each.paid_on is not None)
            if left <= 0:
                raise Refused(f"What was received comes to the whole of {deal.title}: delete what is open.")
            amounts = part(left, [each.amount for each in waiting])
            base = deal.base_amount
            if base is not None:
                base -= sum(each.base_amount or 0 for each in payments if each.paid_on is not None)
            for each, amount, worth in zip(waiting, amounts, bases(amounts, base), strict=True):
                each.amount, each.base_amount, each.rate = amount, worth, deal.rate
            told = count(len(waiting), "open payment")
            work.name(f"Scaled {told} of {deal.title} to {show(left, deal.currency)}")
        return work.saved

    def _deal_of(self, payment_id: int) -> int:
        with self._store.reading() as connection:
            found = connection.exec_driver_sql("SELECT deal_id FROM payment WHERE id = ?", (payment_id,)).scalar()
        if found is None:
            raise NotFound(f"There is no payment {payment_id}. It may have been deleted meanwhile.")
        return int(found)


def _of(work: Work, deal_id: int) -> Sequence[Payment]:
    wanted = select(Payment).where(Payment.deal_id == deal_id).order_by(col(Payment.position), col(Payment.id))
    return work.session.exec(wanted).all()


def _insert(work: Work, deal: Deal, kept: Sequence[Payment], terms: Terms) -> None:
    """Plans what is left of a deal's amount beside the payments that are kept, after them."""
    assert deal.id is not None and deal.amount is not None
    base = deal.base_amount
    if base is not None:
        base -= sum(each.base_amount or 0 for each in kept)
    account = read_deal_cash(work.rows, pipeline_of(work, deal.id), deal.id, work.clock.today()).account
    left = account._replace(amount=deal.amount - sum(each.amount for each in kept), base_amount=base)
    for place, each in enumerate(planned_by(left, terms), len(kept)):
        payment = _made(deal, each)
        payment.position = place
        work.session.add(payment)


def _plan_rest(work: Work, deal: Deal, made: Sequence[Payment]) -> None:
    """Plans by the usual terms what the first payments of a deal leave of its amount, where they leave any."""
    left = (deal.amount or 0) - sum(each.amount for each in made)
    if left > 0 and deal.status != "lost" and all(each.currency == deal.currency for each in made):
        assert deal.id is not None
        pipeline, today = pipeline_of(work, deal.id), work.clock.today()
        *_, said = read_book(work.rows, pipeline.id)
        _insert(work, deal, made, terms_of(said, today, pipeline.currency))


def _made(deal: Deal, each: Instalment) -> Payment:
    """An instalment of terms as a payment of a plan."""
    return Payment(
        deal_id=each.deal_id,
        position=each.place,
        label=each.label,
        amount=each.amount,
        currency=each.currency,
        base_amount=each.base,
        rate=deal.rate,
        due_on=each.due_on,
        after_months=each.months,
        after_days=each.days,
    )


def _payment(work: Work, payment_id: int) -> Payment:
    payment = work.session.get(Payment, payment_id)
    if payment is None:
        raise NotFound(f"There is no payment {payment_id}. It may have been deleted meanwhile.")
    return payment


def _at(work: Work, deal: Deal, place: int) -> Payment:
    """An instalment of the terms, which become the deal's plan."""
    assert deal.id is not None
    if work.session.exec(select(func.count()).where(Payment.deal_id == deal.id)).one():
        raise Refused(f"{deal.title} has a plan by now: look again.")
    told = read_deal_cash(work.rows, pipeline_of(work, deal.id), deal.id, work.clock.today())
    if place >= len(told.payments):
        raise NotFound(f"{fit(deal.title, 60)} has no such payment.")
    made = [_made(deal, each) for each in told.payments]
    work.session.add_all(made)
    work.session.flush()
    return made[place]


def _share(deal: Deal, percent: float | None) -> int:
    if deal.amount is None or percent is None:
        raise Refused(f"{deal.title} has no amount yet, so there is no share of it.")
    hundredths = round(percent * 100)
    return part(deal.amount, [hundredths, 10_000 - hundredths])[0]


def _convert(payment: Payment, pipeline: Pipeline) -> None:
    payment.base_amount, rate = in_base(pipeline.rates, payment.amount, payment.currency, pipeline.currency)
    payment.rate = None if rate is None else str(rate)


def _times(first: date | None, after: Callable[[date], date | None]) -> list[date | None]:
    """The days of what comes again, the first of them told."""
    days: list[date | None] = [first]
    day = first
    while day is not None and len(days) <= MOST_TIMES:
        day = after(day)
        if day is not None:
            days.append(day)
    if len(days) > MOST_TIMES:
        raise Invalid(f"That is more than {MOST_TIMES} payments.")
    return days

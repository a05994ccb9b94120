"""Each thing that can go wrong is broken by hand and seen; and where nothing is wrong, nothing is found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete

from bot.model import DealId, DealStatus, Due, ItemStatus, StepId, StepStatus, UserId, WaitingOn, WorkspaceId
from bot.outgoing import Kind
from bot.ports import RowState
from bot.service import deals
from bot.service.desk import by_id
from bot.watching import Evidence, Fault
from commands.seeing.auditor import EVERY, Audits
from storage.people_mark import mark_anew
from storage.schema.boxes import outbox
from storage.schema.deals import deal, item, lapse, step
from storage.schema.workspaces import digest_clock, person, workspace
from tests.bot.making import ANA, GONE, HELSINKI, LIV, OMAR, at, by
from tests.bot.service.conftest import Office
from tests.commands.seeing.conftest import Watch
from tests.commands.seeing.town import DAY, HOUR, Town
from tests.lines import written


@pytest.fixture
def town(office: Office, watch: Watch) -> Town:
    return Town(office, watch)


@pytest.fixture
def lived(town: Town) -> DealId:
    """Return a deal that Omar owns and Ana has a step in, two days on."""
    deal_id = town.win()
    town.live(2 * HOUR, 2 * HOUR)
    deals.accept_ownership(town.office.desk, town.office.asked(OMAR, "accept", town.clock.at), by_id(deal_id))
    commit(town, deal_id, by("2026-11-25 15:00"))
    town.live(DAY, 4 * HOUR)
    return deal_id


def commit(town: Town, deal_id: DealId, due: Due, who: UserId = ANA, what: str = "call") -> StepId:
    asked = town.office.asked(who, f"commit:{what}", town.clock.at)
    did = deals.commit(town.office.desk, asked, by_id(deal_id), what=what, due=due, consequence=None)
    return did.deal.steps[-1].id


class TestHealthy:
    """Nothing is wrong, and nothing is found at any hour of any day."""

    def well(self, town: Town) -> Callable[[], None]:
        def look() -> None:
            assert town.found() == [], town.clock.at

        return look

    def test_a_deal_in_which_nobody_ever_does_anything(self, town: Town) -> None:
        """Every ladder is climbed to its end, and stands there for months."""
        town.win()

        town.live(timedelta(days=15), 4 * HOUR, self.well(town))
        town.live(timedelta(days=80), 20 * HOUR, self.well(town))

    def test_a_deal_with_steps_kept_parked_and_overdue(self, town: Town, lived: DealId) -> None:
        parked = commit(town, lived, by("2026-12-04"), what="permit")
        deals.park(
            town.office.desk,
            town.office.asked(ANA, "park", town.clock.at),
            by_id(lived),
            step_id=parked,
            on=WaitingOn.CUSTOMER,
            until=by("2026-11-27"),
            reason="the customer measures",
            generation=None,
        )
        call = next(each for each in town.office.deal(lived).steps if each.what == "call")
        deals.keep(town.office.desk, town.office.asked(ANA, "keep", town.clock.at), by_id(lived), step_id=call.id)

        town.live(timedelta(days=21), 5 * HOUR, self.well(town))

    def test_a_deal_that_is_held_over_its_dates_and_wakes_at_night(self, town: Town, lived: DealId) -> None:
        town.live(timedelta(days=4), 6 * HOUR)
        until = Due(at("2027-01-16 03:00"), HELSINKI)
        town.set(deal, deal.c.id == lived, status=DealStatus.HELD, held_until=until, next_review_at=town.clock.at)

        town.live(timedelta(days=70), 19 * HOUR, self.well(town))

    def test_a_stopped_deal_and_one_of_the_backlog(self, town: Town, lived: DealId) -> None:
        backlog = town.win("D-2")
        town.live(2 * DAY, 6 * HOUR)
        town.set(deal, deal.c.id == lived, status=DealStatus.STOPPED, next_review_at=town.clock.at)
        town.set(deal, deal.c.id == backlog, status=DealStatus.BACKLOG, next_review_at=None)

        town.live(timedelta(days=60), 31 * HOUR, self.well(town))

    @pytest.mark.usefixtures("lived")
    def test_a_process_that_was_away_over_a_weekend(self, town: Town) -> None:
        town.clock.at = at("2026-11-29 23:00")

        town.live(3 * DAY, 3 * HOUR, self.well(town))

    @pytest.mark.usefixtures("lived")
    def test_a_message_that_waits_for_the_morning(self, town: Town) -> None:
        town.live(DAY)
        town.is_delivering = False
        town.live(8 * HOUR)
        (nudge, *_) = (row for row in town.office.sent(Kind.NUDGE) if town.is_waiting(row.key))
        town.set(outbox, outbox.c.key == nudge.key, not_before=town.clock.at + 3 * DAY, due_at=town.clock.at)
        town.is_delivering = True

        town.live(3 * DAY - HOUR, HOUR, self.well(town))

    @pytest.mark.usefixtures("lived")
    def test_a_workspace_in_which_nobody_is_known_yet(self, town: Town) -> None:
        with town.office.storage.database.writing() as connection:
            connection.execute(delete(person))
            mark_anew(connection, town.office.workspace.id)

        assert town.faults() == set()


Break = Callable[[Town, DealId], object]


def takes_the_next_look_away(town: Town, deal_id: DealId) -> None:
    town.set(deal, deal.c.id == deal_id, next_review_at=None)


def puts_the_next_look_beyond_reach(town: Town, deal_id: DealId) -> None:
    town.set(deal, deal.c.id == deal_id, next_review_at=town.clock.at + 30 * DAY)


def stops_the_sweep(town: Town, deal_id: DealId) -> None:
    town.set(deal, deal.c.id == deal_id, next_review_at=town.clock.at - 2 * HOUR)


def loses_the_lapse_of_a_step(town: Town, deal_id: DealId) -> None:
    town.live(2 * DAY, 4 * HOUR)
    with town.office.storage.database.writing() as connection:
        connection.execute(delete(lapse).where(lapse.c.deal_id == deal_id, lapse.c.kind == "step_overdue"))


def loses_the_lapse_of_an_item(town: Town, deal_id: DealId) -> None:
    town.live(2 * DAY, 4 * HOUR)
    with town.office.storage.database.writing() as connection:
        connection.execute(delete(lapse).where(lapse.c.deal_id == deal_id, lapse.c.kind == "item_overdue"))


def keeps_the_first_rung_from_firing(town: Town, deal_id: DealId) -> None:
    town.live(2 * DAY, 4 * HOUR)
    town.set(lapse, lapse.c.kind == "step_overdue", rung=0, fired_at=None, told_at=None)
    sleeps(town, deal_id, 8 * DAY)


def keeps_an_offer_from_lapsing(town: Town, deal_id: DealId) -> None:
    offered = town.office.asked(OMAR, "offer", town.clock.at)
    deals.offer(town.office.desk, offered, by_id(deal_id), to=ANA)
    sleeps(town, deal_id, 8 * DAY)


def keeps_the_next_rung_from_firing(town: Town, deal_id: DealId) -> None:
    town.live(2 * DAY, 4 * HOUR)
    town.set(lapse, lapse.c.kind == "step_overdue", rung=1, told_at=town.clock.at)
    sleeps(town, deal_id, 8 * DAY)


def forgets_that_a_nudge_was_told(town: Town, deal_id: DealId) -> None:
    town.live(2 * DAY, 4 * HOUR)
    town.set(lapse, lapse.c.kind == "step_overdue", told_at=None, fired_at=town.clock.at - 2 * HOUR)


def loses_a_nudge_on_its_way(town: Town, deal_id: DealId) -> None:
    town.is_delivering = False
    town.live(2 * DAY, 4 * HOUR)
    with town.office.storage.database.writing() as connection:
        connection.execute(delete(outbox).where(outbox.c.kind == Kind.NUDGE))


def gives_a_nudge_up_in_silence(town: Town, deal_id: DealId) -> None:
    town.is_delivering = False
    town.live(2 * DAY, 4 * HOUR)
    town.set(outbox, outbox.c.kind == Kind.NUDGE, state=RowState.DEAD, ended_at=town.clock.at)


def empties_a_deal_and_looks_away(town: Town, deal_id: DealId) -> None:
    town.set(step, step.c.deal_id == deal_id, status=StepStatus.DROPPED)
    town.set(item, item.c.deal_id == deal_id, status=ItemStatus.ACCEPTED)
    with town.office.storage.database.writing() as connection:
        connection.execute(delete(lapse).where(lapse.c.deal_id == deal_id))
    sleeps(town, deal_id, 60 * DAY)


def takes_the_channel_away(town: Town, deal_id: DealId) -> None:
    town.set(deal, deal.c.id == deal_id, channel_id=None, channel_name="deal-acme")


def lets_the_owner_go(town: Town, deal_id: DealId) -> None:
    town.set(deal, deal.c.id == deal_id, owner_id=GONE)


def gives_the_deal_to_nobody(town: Town, deal_id: DealId) -> None:
    town.set(deal, deal.c.id == deal_id, owner_id="")


def lets_who_has_a_line_go(town: Town, deal_id: DealId) -> None:
    town.set(person, person.c.id == OMAR, is_active=False)
    town.set(deal, deal.c.id == deal_id, owner_id=ANA)


def leaves_a_message_in_doubt(town: Town, deal_id: DealId) -> None:
    moment = town.clock.at - 2 * HOUR
    town.set(outbox, outbox.c.kind == Kind.BRIEF, state=RowState.UNKNOWN, last_wire_at=moment, decided_at=town.clock.at)


def lets_a_message_wait(town: Town, deal_id: DealId) -> None:
    moment = town.clock.at - 7 * HOUR
    town.set(outbox, outbox.c.kind == Kind.BRIEF, state=RowState.PENDING, decided_at=moment)


def lets_a_message_be_tried_for_ever(town: Town, deal_id: DealId) -> None:
    lets_a_message_wait(town, deal_id)
    town.set(outbox, outbox.c.kind == Kind.BRIEF, due_at=town.clock.at + timedelta(minutes=1))


def leases_a_message_on_a_clock_that_went_back(town: Town, deal_id: DealId) -> None:
    town.set(outbox, outbox.c.kind == Kind.BRIEF, state=RowState.PENDING, due_at=town.clock.at + 9 * DAY)


def puts_a_message_off_for_a_month(town: Town, deal_id: DealId) -> None:
    moment = town.clock.at + 30 * DAY
    town.set(outbox, outbox.c.kind == Kind.BRIEF, state=RowState.PENDING, not_before=moment, decided_at=None)


def forgets_a_digest(town: Town, deal_id: DealId) -> None:
    town.set(digest_clock, digest_clock.c.audience == OMAR, next_review_at=town.clock.at - 2 * HOUR)


def sleeps(town: Town, deal_id: DealId, span: timedelta) -> None:
    """Let time pass for everything but this deal, whose hint somebody keeps ahead."""
    town.clock.at += span
    town.set(deal, deal.c.id == deal_id, next_review_at=town.clock.at + DAY)
    town.set(digest_clock, digest_clock.c.audience != "", next_review_at=town.clock.at + DAY)
    town.deliver()


BROKEN: list[tuple[Break, Fault]] = [
    (takes_the_next_look_away, Fault.UNREVIEWED),
    (puts_the_next_look_beyond_reach, Fault.UNREVIEWED),
    (stops_the_sweep, Fault.UNREVIEWED),
    (loses_the_lapse_of_a_step, Fault.UNASKED),
    (loses_the_lapse_of_an_item, Fault.UNASKED),
    (keeps_the_first_rung_from_firing, Fault.UNASKED),
    (keeps_an_offer_from_lapsing, Fault.UNESCALATED),
    (keeps_the_next_rung_from_firing, Fault.UNESCALATED),
    (forgets_that_a_nudge_was_told, Fault.UNTOLD),
    (loses_a_nudge_on_its_way, Fault.UNTOLD),
    (gives_a_nudge_up_in_silence, Fault.UNTOLD),
    (empties_a_deal_and_looks_away, Fault.FORGOTTEN),
    (takes_the_channel_away, Fault.WITHOUT_CHANNEL),
    (lets_the_owner_go, Fault.WITHOUT_OWNER),
    (gives_the_deal_to_nobody, Fault.WITHOUT_OWNER),
    (lets_who_has_a_line_go, Fault.WITHOUT_OWNER),
    (leaves_a_message_in_doubt, Fault.IN_DOUBT),
    (lets_a_message_wait, Fault.UNSENT),
    (lets_a_message_be_tried_for_ever, Fault.UNSENT),
    (leases_a_message_on_a_clock_that_went_back, Fault.UNSENT),
    (puts_a_message_off_for_a_month, Fault.UNSENT),
    (forgets_a_digest, Fault.NO_DIGEST),
]


@pytest.mark.parametrize(("breaks", "fault"), BROKEN, ids=lambda each: getattr(each, "__name__", str(each)))
def test_what_somebody_breaks_by_hand_is_seen(town: Town, lived: DealId, breaks: Break, fault: Fault) -> None:
    assert town.found() == []

    breaks(town, lived)

    assert fault in town.faults()


def test_every_kind_of_finding_is_broken_at_least_once() -> None:
    assert {fault for _, fault in BROKEN} == set(Fault)


class TestTelling:
    """Who is told, how often, and when it ends."""

    @pytest.fixture
    def broken(self, town: Town, lived: DealId) -> DealId:
        takes_the_channel_away(town, lived)
        return lived

    @pytest.mark.usefixtures("broken")
    def test_what_one_audit_finds_may_be_on_its_way_and_is_not_told(self, town: Town) -> None:
        with written() as lines:
            town.auditor.run(town.clock.at)

        assert (lines, town.alerts(), town.auditor.problem()) == ([], [], None)

    def test_what_two_audits_find_is_written_counted_told_and_a_reason_not_to_be_ready(
        self, town: Town, broken: DealId
    ) -> None:
        with written() as lines:
            town.audit_twice()

        (line,) = lines
        assert (line["level"], line["event"]) == ("error", "An audit found …: …")
        assert line["text"] == f"An audit found without_channel: {broken}"
        assert line["workspace"] == str(town.office.workspace.id)
        assert town.watch.read()['baton_audit_findings{fault="without_channel"}'] == 1
        assert town.auditor.problem() == "an audit found: 1 deal without its channel"
        (alert,) = town.alerts()
        assert (alert.to_user, alert.detail, alert.deal_id) == (LIV, "audit:without_channel=1", None)

    @pytest.mark.usefixtures("broken")
    def test_one_person_hears_of_it_once_a_day_however_often_and_by_how_many_it_is_found(
        self, town: Town, office: Office
    ) -> None:
        other = Town(office, Watch(), town.clock)
        for _ in range(5):
            town.auditor.run(town.clock.at)
            other.auditor.run(town.clock.at)
        assert len(town.alerts()) == 1

        town.clock.at += DAY
        town.tick.run()
        town.audit_twice()
        other.audit_twice()
        assert len(town.alerts()) == 2

    def test_what_is_mended_is_told_no_more(self, town: Town, broken: DealId) -> None:
        town.audit_twice()
        town.set(deal, deal.c.id == broken, channel_id="C1")

        town.audit_twice()

        assert town.auditor.problem() is None
        assert town.watch.read()['baton_audit_findings{fault="without_channel"}'] == 0

    def test_what_people_must_mend_is_told_and_no_reason_not_to_be_ready(self, town: Town, lived: DealId) -> None:
        lets_the_owner_go(town, lived)

        town.audit_twice()

        assert town.auditor.problem() is None
        assert town.alerts()[0].detail == "audit:without_owner=1"

    def test_many_of_a_kind_are_one_line_and_one_message(self, town: Town) -> None:
        for number in range(14):
            takes_the_channel_away(town, town.win(f"D-{number}"))
        town.live(7 * HOUR, 7 * HOUR)
        for found in town.office.deals():
            takes_the_channel_away(town, found.id)

        with written() as lines:
            town.audit_twice()

        (line,) = (each for each in lines if "without_channel" in each["text"])
        assert line["text"].endswith(" and 4 more")
        assert len(town.alerts()) == 1

    @pytest.mark.usefixtures("broken")
    def test_an_audit_comes_no_more_often_than_it_should(self, town: Town) -> None:
        auditor = replace(town.auditor, every=EVERY)

        for _ in range(3):
            auditor.run(town.clock.at)
        assert auditor.problem() is None

        town.clock.at += EVERY
        auditor.run(town.clock.at)
        assert auditor.problem()

    @pytest.mark.usefixtures("broken")
    def test_a_clock_that_is_set_back_ends_no_audits(self, town: Town) -> None:
        auditor = replace(town.auditor, every=EVERY)
        town.clock.at += 365 * DAY
        auditor.run(town.clock.at)

        town.clock.at -= 365 * DAY
        auditor.run(town.clock.at)
        town.clock.at += EVERY
        auditor.run(town.clock.at)

        assert auditor.problem()

    @pytest.mark.usefixtures("broken")
    def test_a_workspace_that_cannot_be_read_keeps_no_other_from_being_audited(
        self, town: Town, caplog: pytest.LogCaptureFixture
    ) -> None:
        elsewhere = WorkspaceId(UUID(int=7))
        town.auditor.audits = Partly(town.auditor.audits, elsewhere)

        town.audit_twice()

        assert town.auditor.problem()
        assert "cannot be read" in caplog.text

    @pytest.mark.usefixtures("broken")
    def test_where_nobody_can_be_told_the_log_and_the_figures_tell(self, town: Town) -> None:
        town.set(person, person.c.id != "", is_active=False)

        town.audit_twice()

        assert town.alerts() == []
        assert town.auditor.problem()

    @pytest.mark.usefixtures("broken")
    def test_a_workspace_that_looks_back_is_left_alone(self, town: Town) -> None:
        town.set(workspace, workspace.c.workspace_id == town.office.workspace.id, look_back_at=town.clock.at)

        town.audit_twice()

        assert town.auditor.problem() is None


@dataclass
class Partly:
    """Reads every workspace but one."""

    within: Audits
    broken: WorkspaceId

    def workspaces(self) -> Sequence[WorkspaceId]:
        return [self.broken, *self.within.workspaces()]

    def evidence(self, workspace_id: WorkspaceId, *, now: datetime, machine: datetime) -> Evidence:
        if workspace_id == self.broken:
            raise LookupError("cannot be read")
        return self.within.evidence(workspace_id, now=now, machine=machine)

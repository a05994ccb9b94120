"""Takes in what a CRM says of a deal: whom it names is asked of Slack first, outside of any transaction."""

from bot.incoming import Arrived, Incoming
from bot.model import BATON, WorkspaceId
from bot.ports import Clock, Trouble
from bot.refusals import Busy, NoSuchDeal
from bot.service import intake
from bot.service.desk import Desk
from bot.service.intake import Origin
from commands.people import People
from commands.webhooks.failure import Unavailable, UnknownDeal
from commands.webhooks.generic import Receive


def receiver(desk: Desk, people: People, clock: Clock, workspace_id: WorkspaceId) -> Receive:
    """Return who takes in what comes for this workspace."""

    def receive(event: str, incoming: Incoming) -> Arrived:
        take = intake.receive if event == "deal.won" else intake.correct
        try:
            people.meet(workspace_id, incoming)
            return take(desk, Origin(workspace_id, BATON, clock.now()), incoming)
        except NoSuchDeal as error:
            raise UnknownDeal from error
        except (Trouble, Busy) as error:
            raise Unavailable from error

    return receive

"""Write what we tell the customer now."""

from bot.events import CustomerLineWritten
from bot.refusals import NoSuchDeal
from bot.rules.changing import running
from bot.rules.permissions import Act
from bot.service import customer
from bot.service.desk import Find, by_id
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.requests import Customer
from commands.visit import Visit, pointed
from messages import customer_line, forms, replies
from messages.ids import Press


def typed(visit: Visit, request: Customer) -> Answer:
    """Take the line over, or ask for it beside the one that stands."""
    if request.line:
        return _written(visit, visit.here(), request.line)
    deal = running(visit.see_for(Act.CUSTOMER_LINE).deal)
    return Open(customer_line.form(Press(deal.id), deal.customer_line))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form."""
    press = pointed(value)
    return Open(customer_line.form(press, running(visit.see_for(Act.CUSTOMER_LINE, press).deal).customer_line))


def still_pressed(visit: Visit, value: str) -> Answer:
    """Say once more what stands there: it is true still."""
    press = pointed(value)
    line = running(visit.see(press).deal).customer_line
    if line is None:
        raise NoSuchDeal
    return _written(visit, by_id(press.deal_id), line.what)


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Take over what was filled in."""
    customer.write(visit.desk, visit.asked, by_id(pointed(metadata).deal_id), what=fields.text(forms.WHAT))
    return Quiet()


def _written(visit: Visit, find: Find, line: str) -> Answer:
    did = customer.write(visit.desk, visit.asked, find, what=line)
    return Say(replies.did(did.happened(CustomerLineWritten), did.deal, visit.now))

"""Everything that Baton understands, by what was typed, pressed or filled in: the bot's table of contents."""

from collections.abc import Callable, Mapping
from typing import Any

from commands import requests
from commands.answers import Answer
from commands.behaviours import (
    accepting,
    ask,
    checklist,
    customer,
    decide,
    digest,
    done,
    explain,
    lead,
    looking,
    next_step,
    offered,
    own_time,
    owner,
    reschedule,
    snooze,
    waiting,
    won,
)
from commands.fields import Fields
from commands.visit import Visit
from messages import ids

TYPED: Mapping[type[requests.Request], Callable[[Visit, Any], Answer]] = {
    requests.Glance: looking.glance,
    requests.Next: next_step.typed,
    requests.Done: done.typed,
    requests.Reschedule: reschedule.typed,
    requests.Waiting: waiting.typed,
    requests.Ask: ask.typed,
    requests.Owner: owner.typed,
    requests.Lead: lead.typed,
    requests.Checklist: checklist.typed,
    requests.AcceptItem: accepting.accept_typed,
    requests.SendBack: accepting.send_back_typed,
    requests.Customer: customer.typed,
    requests.Won: won.typed,
    requests.ListDeals: looking.list_deals,
    requests.History: looking.history,
    requests.Why: explain.typed,
    requests.Snooze: snooze.typed,
    requests.Decide: decide.typed,
    requests.Away: own_time.away,
    requests.Back: own_time.back,
    requests.Hours: own_time.hours,
    requests.Region: own_time.region,
    requests.Digest: digest.typed,
    requests.SetUp: own_time.settings,
    requests.Help: looking.help_page,
}

PRESSED: Mapping[str, Callable[[Visit, str], Answer]] = {
    ids.STEP_NEXT: next_step.pressed,
    ids.STEP_DONE: done.pressed,
    ids.STEP_RESCHEDULE: reschedule.pressed,
    ids.STEP_WAITING: waiting.pressed,
    ids.STEP_TAKE: offered.take_pressed,
    ids.STEP_TURN_DOWN: offered.turn_down_pressed,
    ids.ASK: ask.pressed,
    ids.REQUEST_COUNTER: ask.counter_pressed,
    ids.REQUEST_AGREE: ask.agree_pressed,
    ids.REQUEST_WITHDRAW: ask.withdraw_pressed,
    ids.OFFER_OWNER: owner.offer_pressed,
    ids.ACCEPT_OWNER: owner.accept_pressed,
    ids.DECLINE_OWNER: owner.decline_pressed,
    ids.LEAD: lead.pressed,
    ids.SHOW_LEADS: lead.show_pressed,
    ids.ITEM_DONE: checklist.done_pressed,
    ids.ITEM_ACCEPT: checklist.accept_pressed,
    ids.ITEM_SEND_BACK: checklist.send_back_pressed,
    ids.SHOW_CHECKLIST: checklist.show_pressed,
    ids.CUSTOMER: customer.pressed,
    ids.CUSTOMER_STILL: customer.still_pressed,
    ids.DECIDE: decide.pressed,
    ids.SHOW_WHY: explain.pressed,
    ids.SNOOZE: snooze.pressed,
    ids.SHOW_HELP: looking.more_help,
}

SUBMITTED: Mapping[str, Callable[[Visit, str, Fields], Answer]] = {
    ids.FORM_NEXT: next_step.submitted,
    ids.FORM_RESCHEDULE: reschedule.submitted,
    ids.FORM_WAITING: waiting.submitted,
    ids.FORM_TAKE: offered.taken,
    ids.FORM_TURN_DOWN: offered.turned_down,
    ids.FORM_ASK: ask.submitted,
    ids.FORM_COUNTER: ask.counter_submitted,
    ids.FORM_OWNER: owner.offer_submitted,
    ids.FORM_DECLINE: owner.decline_submitted,
    ids.FORM_LEAD: lead.submitted,
    ids.FORM_ITEM_DONE: checklist.done_submitted,
    ids.FORM_SEND_BACK: checklist.send_back_submitted,
    ids.FORM_DECIDE: decide.submitted,
    ids.FORM_SNOOZE: snooze.submitted,
    ids.FORM_CUSTOMER: customer.submitted,
    ids.FORM_WON: won.submitted,
    ids.FORM_AWAY: own_time.away_submitted,
    ids.FORM_HOURS: own_time.hours_submitted,
    ids.FORM_REGION: own_time.region_submitted,
    ids.FORM_SETTINGS: own_time.settings_submitted,
}

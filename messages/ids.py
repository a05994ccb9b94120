"""The names of buttons and forms, shared by those who draw them and those who listen, and what a button carries."""

from dataclasses import dataclass
from uuid import UUID

from bot.model import DealId

# What buttons are called: their action_id.
ACCEPT_OWNER = "owner.accept"
DECLINE_OWNER = "owner.decline"
OFFER_OWNER = "owner.offer"
TAKE_OVER = "owner.take_over"
WITHDRAW_OFFER = "owner.withdraw"
LEAD = "lead.hand_over"
ITEM_GIVE = "line.give"
ITEM_HAND_BACK = "line.hand_back"
SHOW_LEADS = "lead.show"
STEP_NEXT = "step.next"
STEP_DONE = "step.done"
STEP_RESCHEDULE = "step.reschedule"
STEP_WAITING = "step.waiting"
STEP_TAKE = "step.take"
STEP_TURN_DOWN = "step.turn_down"
ASK = "request.ask"
REQUEST_COUNTER = "request.counter"
REQUEST_AGREE = "request.agree"
REQUEST_WITHDRAW = "request.withdraw"
ITEM_DONE = "item.done"
ITEM_ACCEPT = "item.accept"
ITEM_SEND_BACK = "item.send_back"
ITEM_SEVERAL = "item.several"
ITEM_REOPEN = "item.reopen"
ITEM_START = "item.start"
DECIDE = "deal.decide"
CLOSE = "deal.close"
REOPEN_DEAL = "deal.reopen"
LESSONS = "deal.lessons"
REPORT = "deal.report"
REPORT_SHOW = "deal.report_show"
REPORT_MORE = "deal.report_more"
CUSTOMER = "deal.customer"
CUSTOMER_STILL = "deal.customer_still"
PROMISES = "promise.list"
PROMISE_TELL = "promise.tell"
PROMISE_NONE = "promise.none"
PROMISE_ACCEPT = "promise.accept"
PROMISE_DECLINE = "promise.decline"
PROMISE_REWORD = "promise.reword"
PROMISE_WITHDRAW = "promise.withdraw"
SHOW_CHECKLIST = "deal.checklist"
SHOW_WHY = "deal.why"
SNOOZE = "deal.snooze"
SHOW_HELP = "help.more"
OPEN_AGAIN = "form.again"
REPLY_MOVE = "reply.move"
REPLY_WAIT = "reply.wait"
PLAYBOOK_DIFFERENCE = "playbook.difference"
PLAYBOOK_SHOW = "playbook.show"
PLAYBOOK_REPLACE = "playbook.replace"
PLAYBOOK_ADD = "playbook.add"
HOME_SHOW = "home.show"
HOME_WON = "home.won"
HOME_DIGEST = "home.digest"
HOME_HOURS = "home.hours"
HOME_REGION = "home.region"
HOME_AWAY = "home.away"
ITEM_ACROSS = "item.across"
FIRST_SHOW = "first.show"
FIRST_SKIP = "first.skip"
FIRST_WEEK = "first.week"
FIRST_START = "first.start"
PRACTICE_BEGIN = "practice.begin"
PRACTICE_END = "practice.end"
FIRST_PREVIEW = "first.preview"
SETTINGS_CHANNELS = "settings.channels"
SETTINGS_LEADS = "settings.leads"
SETTINGS_WEEK = "settings.week"
SETTINGS_PLAYBOOKS = "settings.playbooks"
SETTINGS_VISIBILITY = "settings.visibility"
SETTINGS_BEGINNING = "settings.beginning"
SETTINGS_RETENTION = "settings.retention"
SETTINGS_CONNECTIONS = "settings.connections"
SETTINGS_CRM_PEOPLE = "settings.crm_people"
CRM_PERSON = "crm_person.choose"
CONNECTION_ADD = "connection.add"
CONNECTION_RENEW = "connection.renew"
CONNECTION_REMOVE = "connection.remove"

# What forms are called: their callback_id.
FORM_WON = "form.won"
FORM_NEXT = "form.next"
FORM_RESCHEDULE = "form.reschedule"
FORM_WAITING = "form.waiting"
FORM_TAKE = "form.take"
FORM_TURN_DOWN = "form.turn_down"
FORM_ASK = "form.ask"
FORM_COUNTER = "form.counter"
FORM_OWNER = "form.owner"
FORM_DECLINE = "form.decline"
FORM_LEAD = "form.lead"
FORM_GIVE = "form.give"
FORM_HAND_BACK = "form.hand_back"
FORM_ITEM_DONE = "form.item_done"
FORM_SEND_BACK = "form.send_back"
FORM_SEVERAL = "form.several"
FORM_REOPEN = "form.reopen"
FORM_START = "form.start"
FORM_DECIDE = "form.decide"
FORM_SNOOZE = "form.snooze"
FORM_CLOSE = "form.close"
FORM_REOPEN_DEAL = "form.reopen_deal"
FORM_PROMISE = "form.promise"
FORM_PROMISE_DECLINE = "form.promise_decline"
FORM_PROMISE_REWORD = "form.promise_reword"
FORM_PROMISE_WITHDRAW = "form.promise_withdraw"

# What shortcuts are called, in Slack's menus and in the manifest: their callback_id.
MAKE_STEP = "make_next_step"
OPEN_DEAL = "open_deal"

# Until when a question is put off by a button.
IN_AN_HOUR = "hour"
TOMORROW = "tomorrow"
FORM_CUSTOMER = "form.customer"
FORM_AWAY = "form.away"
FORM_HOURS = "form.hours"
FORM_REGION = "form.region"
FORM_MOVE_OVER = "form.move_over"
FORM_PLAYBOOK = "form.playbook"
FORM_PUBLISH = "form.publish"
FORM_DIGEST = "form.digest"
FORM_ACROSS = "form.across"
ANSWER = "answer"
FORM_SETTINGS = "form.settings"
FORM_SETTINGS_CHANNELS = "form.settings_channels"
FORM_SETTINGS_LEADS = "form.settings_leads"
FORM_SETTINGS_WEEK = "form.settings_week"
FORM_SETTINGS_VISIBILITY = "form.settings_visibility"
FORM_SETTINGS_BEGINNING = "form.settings_beginning"
FORM_SETTINGS_RETENTION = "form.settings_retention"
FORM_CRM_PERSON = "form.crm_person"
FORM_CONNECTION = "form.connection"
FORM_CONNECTION_RENEW = "form.connection_renew"
FORM_CONNECTION_REMOVE = "form.connection_remove"

MORE = "more"
"""What the button under the everyday help carries."""

VALUE = "value"
"""The action_id of the one element inside each input block; the block_id names the field."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a button (value) or form (private_metadata) carries.

    ``generation`` is the state it was drawn for, so that an old button can explain itself. ``extra`` is a choice or a
    channel id.
    """

    deal_id: DealId
    subject: UUID | None = None
    generation: int = 0
    extra: str = ""

    def __str__(self) -> str:
        return f"{self.deal_id}|{self.subject or ''}|{self.generation}|{self.extra}"

    @classmethod
    def read(cls, value: str) -> "Press":
        """Read what ``str`` wrote; raise ValueError on anything else."""
        deal, subject, drawn_for, extra = value.split("|", 3)
        generation = int(drawn_for)
        if generation < 0:
            raise ValueError("no state comes before the first")
        return cls(DealId(UUID(deal)), UUID(subject) if subject else None, generation, extra)

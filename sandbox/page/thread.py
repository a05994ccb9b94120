"""The pane beside the messages: one message, its replies, and the field to add one."""

from markupsafe import Markup

from sandbox.page.heading import title_of
from sandbox.page.rows import thread_rows
from sandbox.page.sheets import sheet
from sandbox.page.visit import Visit
from sandbox.state.team import seen

# Bots can answer a thread for weeks; the newest are what people come for.
MOST = 200


def draw_thread(visit: Visit) -> Markup:
    channel, ts = visit.channel, visit.thread
    if not channel or not ts or not visit.person:
        return Markup("")
    root, *replies = visit.world.team.thread(channel, ts)
    # What an app whispers below a message is no reply that Slack keeps, and stands among them all the same.
    whispered = [one for one in visit.world.team.whispers if (one.channel, one.thread_ts) == (channel.id, ts)]
    shown = sorted((one for one in (*replies, *whispered) if seen(one, visit.person.id)), key=lambda one: float(one.ts))
    rows = thread_rows(visit.world, channel, [root, *shown[-MOST:]], visit.reader())
    return sheet(
        "thread.j2",
        visit=visit,
        thread=ts,
        title=title_of(visit),
        root=rows[0],
        replies=rows[1:],
        left_out=max(0, len(shown) - MOST),
        # Slack lets only members reply, though everybody may read a public channel.
        may_write=visit.person.id in channel.members and not channel.is_archived,
        query=visit.query,
    )

"""apps.connections.open and apps.event.authorizations.list: what the app asks as itself, not as a bot somewhere."""

from sandbox.errors import Json, SlackError
from sandbox.state import event_context
from sandbox.web_api.call import Call
from sandbox.web_api.pages import page


def open_connection(call: Call) -> Json:
    shared = call.platform.shared
    socket_url = shared.base_url.replace("http", "ws", 1)
    return {"url": f"{socket_url}/link/?ticket={shared.sockets.ticket()}&app_id={shared.app.id}"}


def list_authorizations(call: Call) -> Json:
    """Tell for which installations an event was; a channel stands in one workspace here, so it is one or none."""
    where = event_context.read(call.args.text("event_context"))
    if where is None or where["tid"] not in call.platform.worlds:
        raise SlackError("invalid_event_context")
    if where["aid"] != call.platform.shared.app.id:
        raise SlackError("auth_mismatch")
    bot = call.platform.worlds[where["tid"]].bot
    drawn = {"enterprise_id": None, "team_id": where["tid"], "user_id": bot.user, "is_bot": True}
    known = [drawn | {"is_enterprise_install": False}] if bot.is_installed else []
    shown, more = page(known, call.args, code="invalid_arguments")
    return {"authorizations": shown, **more}

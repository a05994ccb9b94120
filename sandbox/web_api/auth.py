"""auth.test, team.info and bots.info: who is calling, and where."""

from sandbox.errors import Json, SlackError
from sandbox.state.objects import bot_object, team_object
from sandbox.web_api.call import Call


def test(call: Call) -> Json:
    team, bot = call.world.team, call.world.bot
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": team.users[bot.user].name,
        "team_id": team.id,
        "user_id": bot.user,
        "bot_id": bot.id,
        "is_enterprise_install": False,
    }


def team_info(call: Call) -> Json:
    team = call.world.team
    wanted = call.args.text("team")
    if wanted not in ("", team.id):
        raise SlackError("team_not_found")
    if call.args.text("domain") and not wanted:
        raise SlackError("team_not_on_enterprise")
    return {"team": team_object(team)}


def bot_info(call: Call) -> Json:
    team, bot = call.world.team, call.world.bot
    if not call.args.text("bot"):
        raise SlackError("missing_argument")
    if call.args.text("bot") != bot.id:
        raise SlackError("bot_not_found")
    return {"bot": bot_object(bot, team.users[bot.user].updated)}

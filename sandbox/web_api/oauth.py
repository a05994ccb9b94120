"""oauth.v2.*, auth.revoke and apps.uninstall: how an app gets its tokens, and gives them back."""

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.installing.installation import Issued, exchange, install, renew, revoke, uninstall
from sandbox.web_api.call import Call

REFRESH = "refresh_token"


def access(call: Call) -> Json:
    # Before the code is looked at, so that a wrong secret does not use it up.
    _check_client(call)
    kind = call.args.text("grant_type") or "authorization_code"
    if kind == REFRESH:
        return _drawn(call, renew(call.platform, call.args.text(REFRESH)))
    if kind != "authorization_code":
        raise SlackError("invalid_grant_type")
    grant = call.platform.shared.grants.take(call.args.text("code"), call.args.text("redirect_uri"))
    return _drawn(call, install(call.platform, grant)) | {"authed_user": {"id": grant.installer}}


def trade(call: Call) -> Json:
    _check_client(call)
    return _drawn(call, exchange(call.platform, call.world))


def revoke_token(call: Call) -> Json:
    if call.args.flag("test"):
        return {"revoked": False}
    revoke(call.world, call.args.text("token"))
    return {"revoked": True}


def uninstall_app(call: Call) -> Json:
    _check_client(call)
    uninstall(call.world)
    return {}


def _check_client(call: Call) -> None:
    app = call.platform.shared.app
    if call.args.text("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if call.args.text("client_secret") != app.client_secret:
        raise SlackError("bad_client_secret")


def _drawn(call: Call, issued: Issued) -> Json:
    world = issued.world
    drawn: Json = {
        "access_token": issued.token,
        "token_type": "bot",
        "scope": ",".join(world.bot.scopes),
        "bot_user_id": world.bot.user,
        "app_id": call.platform.shared.app.id,
        "team": {"id": world.team.id, "name": world.team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if issued.refresh_token:
        drawn |= {"expires_in": limits.TOKEN_SECONDS, "refresh_token": issued.refresh_token}
    return drawn

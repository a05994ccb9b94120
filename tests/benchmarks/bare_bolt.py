"""A Bolt app that does as little as an app can that remembers: it commits one row for each press, and answers.

What it runs on is what Baton runs on: Bolt, Starlette, uvicorn, and a database that is waited for in the same way.
"""

import os
import re
from typing import Any

import uvicorn
from slack_bolt import Ack, App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from storage.engine import Database, open_engine


def authorized() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_id="B1", bot_token="xoxb-bare")


def bare(database: Database, secret: str) -> App:
    """Return the app; like Baton it answers after the commit."""
    app = App(authorize=authorized, signing_secret=secret, process_before_response=True)

    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        with database.writing() as connection:
            connection.execute(
                text("INSERT INTO press (value) VALUES (:value)"), {"value": body["actions"][0]["value"]}
            )
        ack()

    app.action(re.compile(""))(pressed)
    return app


def site(app: App) -> Starlette:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(lambda: to_starlette_response(app.dispatch(to_bolt_request(request, body))))

    return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])


def main() -> None:
    database = Database(open_engine(os.environ["DATABASE_URL"]))
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE press (value TEXT)"))
    app = bare(database, os.environ["SLACK_SIGNING_SECRET"])
    uvicorn.run(site(app), host="127.0.0.1", port=int(os.environ["PORT"]), access_log=False, log_config=None)


if __name__ == "__main__":
    main()

"""Opens, changes and closes forms, and publishes Home tabs: what the app and the people do to views ends here."""

from dataclasses import dataclass

from sandbox import limits
from sandbox.block_kit.find import with_ids
from sandbox.block_kit.values import first_values
from sandbox.clock import Clock
from sandbox.errors import Json, SlackError
from sandbox.live import Changes
from sandbox.state.directory import directory_of
from sandbox.state.ids import Ids
from sandbox.state.model import View
from sandbox.state.team import Team


@dataclass
class Forms:
    team: Team
    ids: Ids
    clock: Clock
    changes: Changes

    def open(self, user: str, body: Json, channel: str = "") -> View:
        """Show a form as the person's only one; forms that were open before go away.

        `channel` is the conversation they are looking at, which some menus start from.
        """
        self._check_external_id(body)
        self.clear(user)
        view = self._made(user, body, channel)
        return self._shown(view)

    def push(self, user: str, body: Json, channel: str = "") -> View:
        """Show a form on top of the person's open ones, three at most."""
        above = self.team.views_of(user)
        if not above:
            raise SlackError("not_found")
        if len(above) >= limits.OPEN_VIEWS:
            raise SlackError("push_limit_reached")
        self._check_external_id(body)
        view = self._made(user, body, channel)
        view.root, view.previous = above[0].id, above[-1].id
        return self._shown(view)

    def update(self, view: View, body: Json, expected_hash: str = "") -> View:
        """Redraw a form; what the person filled in stays where the ids are the same."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        self._check_external_id(body, view)
        view.body = body | {"blocks": with_ids(body["blocks"], self.ids)}
        view.state = first_values(view.body["blocks"], view.state)
        view.hash = self.ids.view_hash(self.clock.epoch())
        self.changes.touch()
        return view

    def publish(self, user: str, body: Json, expected_hash: str = "") -> View:
        home = self.team.homes.get(user)
        if home:
            return self.update(home, body, expected_hash)
        self._check_external_id(body)
        view = self._made(user, body)
        self.team.views[view.id] = view
        self.team.homes[user] = view
        self.changes.touch()
        return view

    def close(self, view: View) -> None:
        """Take the form away if it is still open, so that the one below shows again."""
        stack = self.team.open_views.get(view.user, [])
        if view.id in stack:
            stack.remove(view.id)
            del self.team.views[view.id]
            self.changes.touch()

    def clear(self, user: str) -> None:
        for view_id in self.team.open_views.pop(user, []):
            del self.team.views[view_id]
        self.changes.touch()

    def find(self, view_id: str, external_id: str) -> View:
        for view in self.team.views.values():
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        raise SlackError("not_found")

    def _made(self, user: str, body: Json, channel: str = "") -> View:
        drawn = body | {"blocks": with_ids(body["blocks"], self.ids)}
        view_id = self.ids.make("V")
        state = first_values(drawn["blocks"], directory=directory_of(self.team, user, channel))
        return View(view_id, user, drawn, self.ids.view_hash(self.clock.epoch()), root=view_id, state=state)

    def _shown(self, view: View) -> View:
        self.team.views[view.id] = view
        self.team.open_views.setdefault(view.user, []).append(view.id)
        self.changes.touch()
        return view

    def _check_external_id(self, body: Json, own: View | None = None) -> None:
        external_id = body.get("external_id")
        taken = (one for one in self.team.views.values() if one is not own)
        if external_id and any(one.body.get("external_id") == external_id for one in taken):
            raise SlackError("duplicate_external_id")

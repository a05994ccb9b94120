"""The table of all Web API methods."""

from sandbox.web_api import auth, chat, conversations, gathering, marks, reading, users, views
from sandbox.web_api.call import Method

FAMILIES = (auth, chat, conversations, gathering, reading, users, marks, views)
METHODS: dict[str, Method] = {method.name: method for family in FAMILIES for method in family.METHODS}

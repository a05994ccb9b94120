"""The table of all Web API methods."""

from sandbox.web_api import auth, blocks, chat, conversations, gathering, marks, oauth, reading, users, views
from sandbox.web_api.call import Method

FAMILIES = (auth, blocks, chat, conversations, gathering, reading, users, marks, oauth, views)
METHODS: dict[str, Method] = {method.name: method for family in FAMILIES for method in family.METHODS}

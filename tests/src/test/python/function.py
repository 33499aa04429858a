"""The function that the clients call."""

import os

URL = os.environ.get("PILOTLIGHT_URL", "http://localhost:8080")
HOST_AND_PORT = URL.removeprefix("http://")
DIMENSIONS = 384
TEXTS = ["a card", "caf\u00e9", "\u6587\u5b57 \U0001f600"]

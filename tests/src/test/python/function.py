"""The function that the clients call."""

import os

URL = os.environ.get("PILOTLIGHT_URL", "http://localhost:8080")
HOST_AND_PORT = URL.removeprefix("http://")
DIMENSIONS = 384

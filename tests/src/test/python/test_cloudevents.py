"""CloudEvents' library, which writes events in both modes and reads the answers."""

import unittest
import urllib.request

from cloudevents.conversion import to_binary, to_structured
from cloudevents.http import CloudEvent, from_http

from function import DIMENSIONS, URL


def event():
    return CloudEvent(
        {"type": "text.written", "source": "/tests", "id": "42", "datacontenttype": "application/json"},
        {"text": "a card"},
    )


def send(headers, body):
    request = urllib.request.Request(URL + "/", data=body, headers=headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        return from_http(dict(answer.headers), answer.read())


class CloudEvents(unittest.TestCase):
    def check(self, answer):
        self.assertEqual(answer["type"], "embed.output")
        self.assertEqual(len(answer.data["embedding"]), DIMENSIONS)

    def test_binary(self):
        self.check(send(*to_binary(event())))

    def test_structured(self):
        self.check(send(*to_structured(event())))

    def test_the_same_event_has_the_same_answer(self):
        self.assertEqual(send(*to_binary(event()))["id"], send(*to_structured(event()))["id"])


if __name__ == "__main__":
    unittest.main()

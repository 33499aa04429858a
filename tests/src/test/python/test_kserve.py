"""KServe's client for the Open Inference Protocol over REST."""

import asyncio
import unittest

from kserve import InferInput, InferRequest, InferenceRESTClient, RESTConfig

from function import DIMENSIONS, URL


def request(texts):
    tensor = InferInput(name="text", shape=[len(texts)], datatype="BYTES", data=texts)
    return InferRequest(model_name="embed", infer_inputs=[tensor], request_id="r-1")


class KServe(unittest.TestCase):
    def call(self, use):
        async def run():
            client = InferenceRESTClient(RESTConfig(protocol="v2"))
            try:
                return await use(client)
            finally:
                await client.close()

        return asyncio.run(run())

    def test_health(self):
        self.assertTrue(self.call(lambda client: client.is_server_live(URL)))
        self.assertTrue(self.call(lambda client: client.is_server_ready(URL)))
        self.assertTrue(self.call(lambda client: client.is_model_ready(URL, "embed")))

    def test_infer(self):
        answer = self.call(lambda client: client.infer(URL, request(["a card", "a pin"]), model_name="embed"))
        self.assertEqual(answer.id, "r-1")
        self.assertEqual(answer.outputs[0].name, "embedding")
        self.assertEqual(answer.outputs[0].as_numpy().shape, (2, DIMENSIONS))

    def test_errors_say_what_was_wrong(self):
        with self.assertRaisesRegex(Exception, "256 tokens"):
            self.call(lambda client: client.infer(URL, request(["word " * 1000]), model_name="embed"))


if __name__ == "__main__":
    unittest.main()

"""Triton's gRPC client."""

import queue
import unittest

import numpy as np
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

from function import DIMENSIONS, HOST_AND_PORT, TEXTS


def text_input(texts):
    tensor = triton.InferInput("text", [len(texts)], "BYTES")
    tensor.set_data_from_numpy(np.array([t.encode("utf-8") for t in texts], dtype=np.object_))
    return tensor


class TritonGrpc(unittest.TestCase):
    def setUp(self):
        self.client = triton.InferenceServerClient(HOST_AND_PORT)
        self.addCleanup(self.client.close)

    def test_health(self):
        self.assertTrue(self.client.is_server_live())
        self.assertTrue(self.client.is_server_ready())
        self.assertTrue(self.client.is_model_ready("embed"))

    def test_metadata_configuration_and_repository(self):
        self.assertIn("statistics", self.client.get_server_metadata().extensions)
        self.assertEqual(list(self.client.get_model_metadata("embed").outputs[0].shape), [-1, DIMENSIONS])
        configuration = self.client.get_model_config("embed").config
        self.assertGreater(configuration.max_batch_size, 1)
        self.assertEqual(list(configuration.output[0].dims), [DIMENSIONS])
        self.assertEqual(self.client.get_model_repository_index().models[0].state, "READY")
        with self.assertRaisesRegex(InferenceServerException, "as long as its process"):
            self.client.load_model("embed")

    def test_statistics(self):
        before = self.client.get_inference_statistics("embed").model_stats[0].inference_count
        self.client.infer("embed", [text_input(TEXTS)])
        after = self.client.get_inference_statistics().model_stats[0].inference_count
        self.assertEqual(after - before, len(TEXTS))

    def test_infer(self):
        answer = self.client.infer(
            "embed",
            [text_input(TEXTS)],
            outputs=[triton.InferRequestedOutput("embedding")],
            request_id="r-1",
            model_version="1",
        )
        self.assertEqual(answer.get_response().id, "r-1")
        self.assertEqual(answer.as_numpy("embedding").shape, (len(TEXTS), DIMENSIONS))
        self.assertIsNone(answer.as_numpy("tokens"))

    def test_infer_in_a_stream(self):
        answers = queue.Queue()
        self.client.start_stream(lambda result, error: answers.put((result, error)))
        for number in range(10):
            self.client.async_stream_infer("embed", [text_input([f"text {number}"])], request_id=str(number))
        self.client.stop_stream()
        ids = []
        while not answers.empty():
            result, error = answers.get()
            self.assertIsNone(error)
            self.assertEqual(result.as_numpy("embedding").shape, (1, DIMENSIONS))
            ids.append(result.get_response().id)
        self.assertEqual(ids, [str(number) for number in range(10)])

    def test_errors_say_what_was_wrong(self):
        with self.assertRaisesRegex(InferenceServerException, "256 tokens"):
            self.client.infer("embed", [text_input(["word " * 1000])])
        with self.assertRaisesRegex(InferenceServerException, "unknown; there is"):
            self.client.infer("other", [text_input(TEXTS)])
        with self.assertRaisesRegex(InferenceServerException, "uncompressed"):
            self.client.infer("embed", [text_input(TEXTS * 100)], compression_algorithm="gzip")


if __name__ == "__main__":
    unittest.main()

"""Triton's HTTP client, which sends and asks for binary tensors unless it is told otherwise."""

import unittest

import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

from function import DIMENSIONS, HOST_AND_PORT, TEXTS


def text_input(texts, binary=True):
    tensor = triton.InferInput("text", [len(texts)], "BYTES")
    tensor.set_data_from_numpy(np.array([t.encode("utf-8") for t in texts], dtype=np.object_), binary_data=binary)
    return tensor


class TritonHttp(unittest.TestCase):
    def setUp(self):
        self.client = triton.InferenceServerClient(HOST_AND_PORT)
        self.addCleanup(self.client.close)

    def test_health(self):
        self.assertTrue(self.client.is_server_live())
        self.assertTrue(self.client.is_server_ready())
        self.assertTrue(self.client.is_model_ready("embed"))
        self.assertTrue(self.client.is_model_ready("embed", "1"))

    def test_metadata(self):
        self.assertIn("binary_tensor_data", self.client.get_server_metadata()["extensions"])
        metadata = self.client.get_model_metadata("embed")
        self.assertEqual(metadata["inputs"][0]["datatype"], "BYTES")
        self.assertEqual(metadata["outputs"][0]["shape"], [-1, DIMENSIONS])

    def test_configuration_and_statistics(self):
        self.assertGreater(self.client.get_model_config("embed")["max_batch_size"], 1)
        before = self.client.get_inference_statistics("embed")["model_stats"][0]["inference_count"]
        self.client.infer("embed", [text_input(TEXTS)])
        after = self.client.get_inference_statistics()["model_stats"][0]["inference_count"]
        self.assertEqual(after - before, len(TEXTS))

    def test_repository(self):
        self.assertEqual(self.client.get_model_repository_index()[0]["state"], "READY")
        with self.assertRaises(InferenceServerException):
            self.client.unload_model("embed")

    def test_infer_binary_and_json_give_the_same(self):
        answers = []
        for binary_in in (True, False):
            for binary_out in (True, False):
                outputs = [
                    triton.InferRequestedOutput("embedding", binary_data=binary_out),
                    triton.InferRequestedOutput("tokens", binary_data=binary_out),
                ]
                answer = self.client.infer(
                    "embed", [text_input(TEXTS, binary_in)], outputs=outputs, request_id="r-1", model_version="1"
                )
                self.assertEqual(answer.get_response()["id"], "r-1")
                answers.append((answer.as_numpy("embedding"), answer.as_numpy("tokens")))
        for embedding, tokens in answers:
            self.assertEqual(embedding.shape, (len(TEXTS), DIMENSIONS))
            self.assertEqual(embedding.dtype, np.float32)
            np.testing.assert_array_equal(embedding, answers[0][0])
            np.testing.assert_array_equal(tokens, answers[0][1])

    def test_infer_all_outputs_and_parameters(self):
        answer = self.client.infer("embed", [text_input(["word " * 1000])], parameters={"truncate": True})
        self.assertEqual(answer.as_numpy("embedding").shape, (1, DIMENSIONS))

    def test_infer_asynchronously(self):
        pending = [self.client.async_infer("embed", [text_input([t])]) for t in TEXTS]
        together = self.client.infer("embed", [text_input(TEXTS)]).as_numpy("embedding")
        for row, request in enumerate(pending):
            np.testing.assert_array_equal(request.get_result().as_numpy("embedding")[0], together[row])

    def test_compressed_answers_are_asked_for_in_vain(self):
        answer = self.client.infer("embed", [text_input(TEXTS)], response_compression_algorithm="gzip")
        self.assertEqual(answer.as_numpy("embedding").shape, (len(TEXTS), DIMENSIONS))

    def test_errors_say_what_was_wrong(self):
        with self.assertRaisesRegex(InferenceServerException, "`text`.*256 tokens"):
            self.client.infer("embed", [text_input(["word " * 1000])])
        with self.assertRaisesRegex(InferenceServerException, "unknown; there is"):
            self.client.infer("other", [text_input(TEXTS)])
        with self.assertRaisesRegex(InferenceServerException, "microseconds|deadline"):
            self.client.infer("embed", [text_input(["word " * 200])], timeout=1)


if __name__ == "__main__":
    unittest.main()

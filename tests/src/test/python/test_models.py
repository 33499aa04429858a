"""Triton's clients and models that come and go: every element type there and back, repository, versions."""

import unittest

import numpy
import tritonclient.grpc
import tritonclient.http
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

from function import HOST_AND_PORT

TYPES = [bool, "int8", "int16", "int32", "int64", "uint8", "float16", "float32", "float64", object]


def sample(dtype):
    if dtype is object:
        return numpy.array([b"a", "gr\u00fcn".encode(), b""], dtype=object)
    return numpy.array([0, 1, 1], dtype=dtype)


class Models:
    def setUp(self):
        self.client = self.triton.InferenceServerClient(HOST_AND_PORT)
        self.addCleanup(self.client.close)

    def infer(self, model, data, **options):
        tensor = self.triton.InferInput("in", list(data.shape), np_to_triton_dtype(data.dtype))
        tensor.set_data_from_numpy(data)
        return self.client.infer(model, [tensor], **options)

    def test_every_type_there_and_back(self):
        for dtype in TYPES:
            data = sample(dtype)
            with self.subTest(dtype=dtype):
                name = "type-" + np_to_triton_dtype(data.dtype).lower()
                numpy.testing.assert_array_equal(self.infer(name, data).as_numpy("out"), data)

    def test_four_megabytes(self):
        data = numpy.random.default_rng(1).random(1_000_000, dtype=numpy.float32)
        numpy.testing.assert_array_equal(self.infer("type-fp32", data).as_numpy("out"), data)

    def test_load_and_unload(self):
        self.client.unload_model("changing")
        self.assertFalse(self.client.is_model_ready("changing"))
        with self.assertRaisesRegex(InferenceServerException, "unloaded"):
            self.infer("changing", sample("float32"))
        self.client.load_model("changing")
        self.assertTrue(self.client.is_model_ready("changing"))
        self.assertEqual(self.answered_by("changing"), "2")
        self.assertEqual(self.answered_by("changing", model_version="1"), "1")

    def test_load_of_what_is_not_there(self):
        with self.assertRaisesRegex(InferenceServerException, "unknown"):
            self.client.load_model("nowhere")
        with self.assertRaisesRegex(InferenceServerException, "parameters"):
            self.client.load_model("changing", config="{}")

    def test_priority_and_timeout(self):
        self.infer("type-fp32", sample("float32"), priority=1, timeout=5_000_000)


class Http(Models, unittest.TestCase):
    triton = tritonclient.http

    def answered_by(self, model, **options):
        return self.infer(model, sample("float32"), **options).get_response()["model_version"]

    def test_index(self):
        index = {(model["name"], model["version"]): model for model in self.client.get_model_repository_index()}
        self.assertEqual(index["type-fp32", "1"]["state"], "READY")
        self.assertEqual(index["broken", "1"]["state"], "UNAVAILABLE")
        self.assertIn("model.onnx", index["broken", "1"]["reason"])


class Grpc(Models, unittest.TestCase):
    triton = tritonclient.grpc

    def answered_by(self, model, **options):
        return self.infer(model, sample("float32"), **options).get_response().model_version

    def test_index(self):
        index = {(model.name, model.version): model for model in self.client.get_model_repository_index().models}
        self.assertEqual(index["type-fp32", "1"].state, "READY")
        self.assertEqual(index["broken", "1"].state, "UNAVAILABLE")


if __name__ == "__main__":
    unittest.main()

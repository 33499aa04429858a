"""OpenAI's client, which asks for base64 and decodes it unless it is told otherwise."""

import unittest

import openai

from function import DIMENSIONS, URL

TEXTS = ["a card", "caf\u00e9", "\u6587\u5b57 \U0001f600"]


class OpenAi(unittest.TestCase):
    def setUp(self):
        self.client = openai.OpenAI(base_url=URL + "/v1", api_key="none", max_retries=0)
        self.addCleanup(self.client.close)

    def test_models(self):
        self.assertEqual([model.id for model in self.client.models.list()], ["embed"])
        self.assertEqual(self.client.models.retrieve("embed").object, "model")

    def test_embeddings_of_several_texts(self):
        answer = self.client.embeddings.create(model="embed", input=TEXTS)
        self.assertEqual([entry.index for entry in answer.data], [0, 1, 2])
        self.assertTrue(all(len(entry.embedding) == DIMENSIONS for entry in answer.data))
        self.assertGreater(answer.usage.prompt_tokens, len(TEXTS))

    def test_embeddings_of_one_text_in_both_encodings(self):
        by_default = self.client.embeddings.create(model="embed", input=TEXTS[0]).data[0].embedding
        as_numbers = self.client.embeddings.create(model="embed", input=TEXTS[0], encoding_format="float")
        for one, other in zip(by_default, as_numbers.data[0].embedding):
            self.assertAlmostEqual(one, other, places=7)

    def test_errors_say_what_was_wrong(self):
        with self.assertRaises(openai.NotFoundError) as unknown:
            self.client.embeddings.create(model="other", input=TEXTS)
        self.assertIn("embed", unknown.exception.message)
        with self.assertRaises(openai.BadRequestError) as wrong:
            self.client.embeddings.create(model="embed", input=[])
        self.assertEqual(wrong.exception.param, "input")
        with self.assertRaises(openai.BadRequestError):
            self.client.embeddings.create(model="embed", input=TEXTS, dimensions=7)


if __name__ == "__main__":
    unittest.main()

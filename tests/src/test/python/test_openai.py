"""OpenAI's client, which asks for base64 and decodes it unless it is told otherwise."""

import unittest

import openai

from function import DIMENSIONS, TEXTS, URL


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

    def test_embeddings_of_token_ids(self):
        texts = self.client.embeddings.create(model="embed", input=["hello world", "hello"])
        several = self.client.embeddings.create(
            model="embed", input=[[101, 7592, 2088, 102], [101, 7592, 102]]
        )
        self.assertEqual(
            [entry.embedding for entry in several.data], [entry.embedding for entry in texts.data]
        )
        self.assertEqual(several.usage.prompt_tokens, 4 + 3)
        one = self.client.embeddings.create(model="embed", input=[101, 7592, 2088, 102])
        self.assertEqual(one.data[0].embedding, texts.data[0].embedding)

    def test_token_ids_of_another_tokenizer_are_refused(self):
        with self.assertRaises(openai.BadRequestError) as foreign:
            self.client.embeddings.create(model="embed", input=[[15339, 1917]])
        self.assertEqual(foreign.exception.param, "input[0][0]")

    def test_more_inputs_than_the_limit(self):
        with self.assertRaises(openai.APIStatusError) as many:
            self.client.embeddings.create(model="embed", input=["a"] * 2049)
        self.assertEqual((many.exception.status_code, many.exception.param), (413, "input"))
        self.assertIn("2048", many.exception.message)

    def test_errors_say_what_was_wrong(self):
        with self.assertRaises(openai.NotFoundError) as unknown:
            self.client.embeddings.create(model="other", input=TEXTS)
        self.assertIn("embed", unknown.exception.message)
        self.assertEqual(unknown.exception.code, "model_not_found")
        with self.assertRaises(openai.BadRequestError) as wrong:
            self.client.embeddings.create(model="embed", input=[])
        self.assertEqual(wrong.exception.param, "input")
        with self.assertRaises(openai.BadRequestError) as shorter:
            self.client.embeddings.create(model="embed", input=TEXTS, dimensions=7)
        self.assertEqual(shorter.exception.param, "dimensions")


if __name__ == "__main__":
    unittest.main()

package io.pilotlight.functions.embed;

/** What the model reads: a text, or what the tokenizer made of one elsewhere. Callers but OpenAI's send texts only. */
sealed interface Passage permits Text, TokenIds {}

package io.pilotlight.router.address;

import io.vertx.core.buffer.Buffer;

/** The {@code model} of a request to {@code /v1/…}. */
final class OpenAiModel implements BodyAddress {

    private static final String FIELD = "model";

    @Override
    public Found find(Buffer body, boolean whole) {
        if (!whole) {
            return new Found.NotYet(); // wherever in the object it is
        }
        return switch (JsonField.find(body, FIELD, false)) {
            case JsonField.Found.Text(String text) -> new Found.Is(new Address.Function(text));
            case JsonField.Found.Absent _ -> new Found.Missing(FIELD, "`model`: expected a string, it is missing");
            case JsonField.Found.Malformed _ ->
                new Found.Missing(FIELD, "body: expected a JSON object with `model`, a string, got something else");
        };
    }
}

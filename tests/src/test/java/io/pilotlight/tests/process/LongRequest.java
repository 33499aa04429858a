package io.pilotlight.tests.process;

import java.util.Collections;

/** Requests that keep the model busy for a while: texts of 252 tokens, some 10 ms of one core for each. */
public final class LongRequest {

    private static final String TEXT = "word ".repeat(250);

    private LongRequest() {}

    /** So many of them by the Open Inference Protocol. */
    public static Request ofTexts(int texts) {
        String data = Json.write(Collections.nCopies(texts, TEXT));
        return Request.post(
                "/v2/models/embed/infer",
                "{\"inputs\": [{\"name\": \"text\", \"shape\": [" + texts + "], \"datatype\": \"BYTES\", \"data\": "
                        + data + "}]}");
    }

    /** So many of them as a batch of events. */
    public static Request ofEvents(int events) {
        String event =
                "{\"specversion\": \"1.0\", \"type\": \"test\", \"source\": \"/tests\", \"id\": \"1\", \"data\": {\"text\": \""
                        + TEXT + "\"}}";
        return Request.of("POST", "/")
                .header("Content-Type", "application/cloudevents-batch+json")
                .body(Collections.nCopies(events, event).toString());
    }
}

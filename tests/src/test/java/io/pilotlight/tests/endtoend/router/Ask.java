package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import java.util.Map;

/** What callers ask here, and what they look at in an answer. */
final class Ask {

    private Ask() {}

    /** A function, about a text. */
    static Request of(String function, String text) {
        return Request.post("/" + function, Json.write(Map.of("text", text)));
    }

    static String header(Answer answer, String name) {
        return answer.header(name).orElse("");
    }

    /** The error's code. */
    static String code(Answer answer) {
        return answer.json().required("code").textValue();
    }

    static String detail(Answer answer) {
        return answer.json().required("detail").textValue();
    }
}

package io.pilotlight.serving.plan;

import io.pilotlight.api.Sha256;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.plan.PlanFindings;
import io.pilotlight.engine.plan.PlanMeasurement;
import io.pilotlight.engine.session.SessionSettings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans, their keys and what was found out about them, as JSON; the same in the file and at {@code GET /plans}. */
final class PlanJson {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private PlanJson() {}

    static ObjectNode write(LanePlan plan) {
        ObjectNode json =
                write(plan.session(), JsonNodeFactory.instance.objectNode().put("lanes", plan.lanes()));
        json.put("maxBatchRows", plan.maxBatchRows());
        plan.lonely().ifPresent(lonely -> write(lonely, json.putObject("lonely")));
        return json;
    }

    private static ObjectNode write(SessionSettings session, ObjectNode json) {
        return json.put("threads", session.intraOpThreads()).put("spinning", session.spinning());
    }

    /**
     * A plan that was written.
     *
     * @param optimizeGraph which no plan has a say in
     * @throws IllegalArgumentException if it is none
     */
    static LanePlan plan(JsonNode json, boolean optimizeGraph) {
        return new LanePlan(
                atMost(json.required("lanes").asInt(), "lanes"),
                session(json, optimizeGraph),
                json.required("maxBatchRows").asInt(),
                Optional.ofNullable(json.get("lonely")).map(lonely -> session(lonely, optimizeGraph)));
    }

    private static SessionSettings session(JsonNode json, boolean optimizeGraph) {
        return new SessionSettings(
                atMost(json.required("threads").asInt(), "threads"),
                json.required("spinning").asBoolean(),
                optimizeGraph);
    }

    /** A file is not trusted to start any number of threads. */
    private static int atMost(int value, String name) {
        if (value > PlanSettings.MAX_THREADS) {
            throw new IllegalArgumentException(
                    name + ": expected at most " + PlanSettings.MAX_THREADS + ", got " + value);
        }
        return value;
    }

    static ObjectNode write(PlanKey key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("answerDigest", key.answerDigest().toString())
                .put("hardware", key.hardware())
                .put("runtime", key.runtime());
    }

    static PlanKey key(JsonNode json) {
        return new PlanKey(
                Sha256.parse(json.required("answerDigest").asText()),
                json.required("hardware").asText(),
                json.required("runtime").asText());
    }

    static void write(PlanFindings findings, ObjectNode json) {
        json.put("reason", findings.reason()).put("surveysLeft", findings.surveysLeft());
        ArrayNode measured = json.putArray("measured");
        for (PlanMeasurement one : findings.measured()) {
            ObjectNode entry = measured.addObject();
            entry.setAll(write(one.plan()));
            entry.put("lonelyMillis", rounded(one.lonelyMillis()))
                    .put("crowdPerSecond", rounded(one.crowdPerSecond()))
                    .put("lonelyGain", rounded(one.lonelyGain()))
                    .put("crowdGain", rounded(one.crowdGain()));
        }
    }

    static PlanFindings findings(JsonNode json, LanePlan chosen, boolean optimizeGraph) {
        List<PlanMeasurement> measured = new ArrayList<>();
        for (JsonNode entry : json.required("measured")) {
            measured.add(new PlanMeasurement(
                    plan(entry, optimizeGraph),
                    entry.required("lonelyMillis").asDouble(),
                    entry.required("crowdPerSecond").asDouble(),
                    entry.required("lonelyGain").asDouble(),
                    entry.required("crowdGain").asDouble()));
        }
        return new PlanFindings(
                chosen,
                measured,
                json.required("reason").asText(),
                json.path("surveysLeft").asInt());
    }

    static ArrayNode write(BatchTimes times) {
        ArrayNode runs = JsonNodeFactory.instance.arrayNode();
        for (BatchTimes.Observed observed : times.observed()) {
            runs.addObject()
                    .put("rows", observed.maxRows())
                    .put("elementsPerRow", observed.elementsPerRow())
                    .put("runs", observed.runs())
                    .put("millisPerRow", rounded(observed.nanosPerRow() / 1e6));
        }
        return runs;
    }

    /** To four digits, which is more than any measurement here deserves. */
    private static double rounded(double value) {
        return Double.isFinite(value) && value != 0
                ? BigDecimal.valueOf(value).round(FOUR_DIGITS).doubleValue()
                : 0;
    }
}

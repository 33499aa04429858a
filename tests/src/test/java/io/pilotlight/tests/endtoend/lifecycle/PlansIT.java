package io.pilotlight.tests.endtoend.lifecycle;

import io.pilotlight.tests.model.tabular.FraudModel;
import io.pilotlight.tests.process.BuiltFunction;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How a process comes by its plans, what it tells of them, and that they change no answer. */
class PlansIT {

    private static final Request ASK = Request.post("/embed", "{\"text\": \"hello world\"}");

    private final Path folder;

    PlansIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private FunctionProcess.Launch measuring(BuiltFunction function) {
        return FunctionProcess.launch(function)
                .environment("PILOTLIGHT_PLAN_MEASURE", "true")
                .environment("PILOTLIGHT_PLAN_IDLE", "100ms")
                .environment("PILOTLIGHT_PLAN_BUDGET", "1s")
                .environment(
                        "PILOTLIGHT_PLAN_FILE", folder.resolve("plans.json").toString());
    }

    private static JsonNode plan(FunctionProcess function) {
        return Json.parse(function.send(Request.get("/plans")).body())
                .required("plans")
                .required(0);
    }

    private static void awaitOrigin(FunctionProcess function, String origin) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> plan(function).required("origin").asText().equals(origin));
    }

    @Test
    void aPlanIsMeasuredWhileNobodyCalls_andKeptForTheNextProcess_whichMeasuresItAgain_andAnswersStayTheSame() {
        String before;
        String reason;
        int surveysLeft;
        try (FunctionProcess function = measuring(BuiltFunction.EMBED).start()) {
            before = function.send(ASK).text();
            awaitOrigin(function, "measured");
            JsonNode plan = plan(function);
            reason = plan.required("reason").asText();
            surveysLeft = plan.required("surveysLeft").asInt();
            assertThat(surveysLeft).as("one survey may be wrong").isPositive();
            assertThat(plan.required("measured")).isNotEmpty();
            assertThat(plan.required("measured")
                            .required(0)
                            .required("crowdPerSecond")
                            .asDouble())
                    .isPositive();
            assertThat(plan.required("runs")
                            .required(0)
                            .required("millisPerRow")
                            .asDouble())
                    .isPositive();
            assertThat(function.output()).contains(reason);
            assertThat(function.send(ASK).text()).isEqualTo(before);
        }
        try (FunctionProcess function = measuring(BuiltFunction.EMBED)
                .environment("PILOTLIGHT_PLAN_IDLE", "2s")
                .start()) {
            assertThat(plan(function).required("origin").asText()).isEqualTo("kept");
            assertThat(plan(function).required("reason").asText()).isEqualTo(reason);
            assertThat(function.send(ASK).text()).isEqualTo(before);
            awaitOrigin(function, "measured");
            assertThat(plan(function).required("surveysLeft").asInt()).isLessThan(surveysLeft);
        }
    }

    @Test
    void aPlanThatIsConfigured_isKeptTo() {
        try (FunctionProcess function = measuring(BuiltFunction.EMBED)
                .environment("PILOTLIGHT_PLAN_LANES", "3")
                .environment("PILOTLIGHT_PLAN_THREADS", "2")
                .start()) {
            JsonNode plan = plan(function);
            assertThat(plan.required("origin").asText()).isEqualTo("pinned");
            assertThat(plan.required("plan").required("lanes").asInt()).isEqualTo(3);
            assertThat(plan.required("plan").required("threads").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aFileOfPlansThatIsNone_isNotUsed() throws IOException {
        Files.writeString(folder.resolve("plans.json"), "{\"schema\": 1, \"plans\": [{\"key\": 5}]}");
        try (FunctionProcess function = measuring(BuiltFunction.EMBED).start()) {
            assertThat(function.send(ASK).status()).isEqualTo(200);
            assertThat(function.output()).contains("plans.json: not one of plans");
        }
    }

    @Test
    void rowsOfAModelThatIsSaidToAllowIt_mayShareRuns() throws IOException {
        FraudModel.trained().write(folder.resolve("weights"));
        Files.writeString(folder.resolve("fraud.json"), "{\"location\": \"weights\", \"rowsIndependent\": true}");
        FraudModel.trained().write(folder.resolve("other.onnx"));
        try (FunctionProcess function = FunctionProcess.launch(BuiltFunction.ONNX)
                .environment("PILOTLIGHT_REPOSITORY_LOCATION", folder.toString())
                .start()) {
            JsonNode plans =
                    Json.parse(function.send(Request.get("/plans")).body()).required("plans");
            assertThat(plans).hasSize(2);
            for (JsonNode plan : plans) {
                boolean shares = plan.required("model").asText().startsWith("fraud");
                assertThat(plan.required("plan").required("maxBatchRows").asInt())
                        .isEqualTo(shares ? 256 : 1);
            }
        }
    }
}

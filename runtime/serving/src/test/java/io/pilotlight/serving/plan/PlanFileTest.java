package io.pilotlight.serving.plan;

import io.pilotlight.api.Sha256;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.plan.PlanFindings;
import io.pilotlight.engine.plan.PlanMeasurement;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class PlanFileTest {

    private static final SessionSettings NARROW = new SessionSettings(1, false, true);
    private static final PlanFindings FINDINGS = new PlanFindings(
            new LanePlan(2, NARROW, 256, Optional.of(new SessionSettings(2, true, true))),
            List.of(new PlanMeasurement(new LanePlan(2, NARROW, 256), 2.5, 812, 1, 1)),
            "measured",
            2);

    private final Path path;
    private final PlanFile file;

    PlanFileTest(@TempDir Path folder) {
        this.path = folder.resolve("plans.json");
        this.file = new PlanFile(path);
    }

    private static PlanKey key(char digit, String hardware) {
        return new PlanKey(Sha256.parse("sha256:" + String.valueOf(digit).repeat(64)), hardware, "ONNX Runtime 1");
    }

    @Test
    void find_givesWhatWasKept_forTheSameModelAndMachineOnly() {
        file.keep(key('a', "2 cores"), FINDINGS);

        assertThat(file.find(key('a', "2 cores"), true)).contains(FINDINGS);
        assertThat(file.find(key('b', "2 cores"), true)).isEmpty();
        assertThat(file.find(key('a', "4 cores"), true)).isEmpty();
    }

    @Test
    void find_leavesTheGraphToWhoeverAsks() {
        file.keep(key('a', "2 cores"), FINDINGS);

        assertThat(file.find(key('a', "2 cores"), false)
                        .orElseThrow()
                        .chosen()
                        .session()
                        .optimizeGraph())
                .isFalse();
    }

    @Test
    void keep_takesThePlaceOfWhatWasKeptForTheSame_andLeavesOthers() {
        file.keep(key('b', "2 cores"), FINDINGS);
        file.keep(key('a', "2 cores"), FINDINGS);
        PlanFindings newer = new PlanFindings(new LanePlan(1, NARROW, 1), FINDINGS.measured(), "measured again", 0);
        file.keep(key('a', "2 cores"), newer);

        assertThat(file.find(key('a', "2 cores"), true)).contains(newer);
        assertThat(file.find(key('b', "2 cores"), true)).contains(FINDINGS);
    }

    @Test
    void keep_forgetsTheOldestOfManyMachines() {
        for (int machine = 0; machine < 70; machine++) {
            file.keep(key('a', "machine " + machine), FINDINGS);
        }

        assertThat(file.find(key('a', "machine 0"), true)).isEmpty();
        assertThat(file.find(key('a', "machine 69"), true)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"schema\": 2, \"plans\": []}",
                "{\"schema\": 1, \"plans\": 5}",
                "{\"schema\": 1, \"plans\": [5]}",
                "{\"schema\": 1, \"plans\": [{\"key\": {\"answerDigest\": \"sha256:x\"}}]}"
            })
    void find_ofAFileThatIsNone_givesNothing(String content) throws IOException {
        Files.writeString(path, content);

        assertThat(file.find(key('a', "2 cores"), true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'\"lanes\" : 2', '\"lanes\" : 1000000'", "'\"surveysLeft\" : 2', '\"surveysLeft\" : 1000000'"})
    void find_ofAPlanThatWouldTakeTooMuch_givesNothing(String kept, String instead) throws IOException {
        file.keep(key('a', "2 cores"), FINDINGS);
        String content = Files.readString(path);
        assertThat(content).contains(kept);
        Files.writeString(path, content.replace(kept, instead));

        assertThat(file.find(key('a', "2 cores"), true)).isEmpty();
    }

    @Test
    void keep_whereNothingCanBeWritten_isLeftAlone() {
        PlanFile nowhere = new PlanFile(path.resolve("missing").resolve("plans.json"));
        nowhere.keep(key('a', "2 cores"), FINDINGS);

        assertThat(nowhere.find(key('a', "2 cores"), true)).isEmpty();
    }
}

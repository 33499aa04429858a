package io.pilotlight.queue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WorkMarkerTest {

    private static final String A = "0a";
    private static final String B = "0b";

    @Test
    void text_isReadAsItWasWritten() {
        WorkMarker together = WorkMarker.of(3, 40, A);
        WorkMarker alone = WorkMarker.alone(7, 40, 2, A);

        assertThat(WorkMarker.parse(together.text())).contains(together);
        assertThat(WorkMarker.parse(alone.text())).contains(alone);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "work=",
                "work=1-x",
                "work=99999999999999999999-1",
                "somebody else's",
                "work=1-2 until=3",
                "work=1-2"
            })
    void metadata_thatIsNotOurs_isNoMarker(String metadata) {
        assertThat(WorkMarker.parse(metadata)).isEmpty();
    }

    @Test
    void crash_overAChunk_makesAllOfItSuspected() {
        Suspects suspects = Suspects.after(WorkMarker.of(10, 20, A), 10, B);

        assertThat(suspects.contains(9)).isFalse();
        assertThat(suspects.contains(10)).isTrue();
        assertThat(suspects.contains(19)).isTrue();
        assertThat(suspects.contains(20)).isFalse();
        assertThat(suspects.crashes(10)).isEqualTo(1);
        assertThat(suspects.crashes(15)).isEqualTo(1);
    }

    @Test
    void crash_overOneAlone_countsForThatOne() {
        Suspects suspects = Suspects.after(WorkMarker.alone(12, 20, 1, A), 10, B);

        assertThat(suspects.contains(11)).as("answered alone before").isFalse();
        assertThat(suspects.crashes(12)).isEqualTo(2);
        assertThat(suspects.crashes(13)).isEqualTo(1);
        assertThat(suspects.contains(19)).isTrue();
    }

    @Test
    void suspects_whoseOutcomesAreCommitted_areNone() {
        assertThat(Suspects.after(WorkMarker.of(10, 20, A), 20, B).isEmpty()).isTrue();
        assertThat(Suspects.after(WorkMarker.of(10, 20, A), 15, B).contains(14)).isFalse();
        assertThat(new Suspects(10, 20, 3).from(11)).isEqualTo(new Suspects(11, 20, 1));
        assertThat(new Suspects(10, 20, 3).from(20).isEmpty()).isTrue();
    }

    @Test
    void process_thatBeginsAgainByItself_hasNotEnded() {
        assertThat(Suspects.after(WorkMarker.of(10, 20, A), 10, A).isEmpty()).isTrue();
        assertThat(Suspects.after(WorkMarker.alone(12, 20, 2, A), 10, A)).isEqualTo(new Suspects(12, 20, 2));
    }
}

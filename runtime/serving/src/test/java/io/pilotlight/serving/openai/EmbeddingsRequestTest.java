package io.pilotlight.serving.openai;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddingsRequestTest {

    private static EmbeddingsRequest request(boolean several) {
        return new EmbeddingsRequest("embed", List.of(), several, false, false);
    }

    @ParameterizedTest
    @CsvSource({"true, text, input[3]", "true, ids[7], input[3][7]", "false, text, input", "false, ids[7], input[7]"})
    void inItsWords_refusalOfAnItem_namesTheElementOfTheInput(boolean several, String theirs, String ours) {
        InferenceException refused = InferenceException.invalid(theirs, "`" + theirs + "`: expected a, got b")
                .ofItem(3);

        InferenceException told = request(several).inItsWords(refused);

        assertThat(told.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(told.parameter()).contains(ours);
        assertThat(told).hasMessage("`" + ours + "`: expected a, got b");
    }

    @Test
    void inItsWords_textThatIsTooLarge_keepsItsCode() {
        InferenceException told = request(true)
                .inItsWords(
                        InferenceException.tooLarge("text", "`text`: too large").ofItem(3));

        assertThat(told.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE);
        assertThat(told).hasMessage("`input[3]`: too large");
    }

    @Test
    void inItsWords_refusalOfNoItem_isLeftAsItIs() {
        InferenceException full = new InferenceException(ErrorCode.QUEUE_FULL, "full").ofItem(3);
        InferenceException header = InferenceException.invalid("Pilotlight-Latency-Tier", "wrong");

        assertThat(request(true).inItsWords(full)).isSameAs(full);
        assertThat(request(true).inItsWords(header)).isSameAs(header);
    }
}

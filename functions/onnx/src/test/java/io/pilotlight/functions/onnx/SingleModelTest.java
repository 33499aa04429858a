package io.pilotlight.functions.onnx;

import io.pilotlight.api.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SingleModelTest {

    private static final Optional<Sha256> DIGEST = Optional.of(Sha256.parse("sha256:" + "ab".repeat(32)));

    @ParameterizedTest
    @CsvSource({
        "intents.onnx, intents",
        "/models/intents.v2.onnx, intents.v2",
        "https://models.example/a/intents.onnx, intents",
        "https://models.example/a/intents.onnx?signature=a/b.onnx#x, intents",
    })
    void at_withoutName_isCalledAfterItsFile(String location, String name) {
        assertThat(SingleModel.at(location, Optional.empty(), DIGEST, false).list())
                .singleElement()
                .extracting(listing -> listing.id().name())
                .isEqualTo(name);
    }

    @Test
    void at_withName_isCalledThat() {
        assertThat(SingleModel.at("https://models.example/?id=5", Optional.of("intents"), DIGEST, false)
                        .list())
                .singleElement()
                .extracting(listing -> listing.id().name())
                .isEqualTo("intents");
    }

    @Test
    void at_addressWithoutDigest_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SingleModel.at("https://models.example/m.onnx", Optional.empty(), Optional.empty(), false))
                .withMessageContaining("digest");
    }

    @Test
    void at_locationWithoutAName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SingleModel.at("https://models.example/", Optional.empty(), DIGEST, false))
                .withMessageContaining("name");
    }
}

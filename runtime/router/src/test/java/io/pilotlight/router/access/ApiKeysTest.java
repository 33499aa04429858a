package io.pilotlight.router.access;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ApiKeysTest {

    /** {@code printf %s a-key | sha256sum} */
    private static final String DIGEST = "2a8a1240f50636655520ac8ed22aa29473b8517b4abfdbc3bc03bcad73fc8849";

    private final Path folder;

    ApiKeysTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ApiKeys read(String json) throws IOException {
        return ApiKeys.read(Files.writeString(folder.resolve("keys.json"), json));
    }

    @Test
    void key_isKnownByItsDigest() throws IOException {
        ApiKeys keys = read("""
                {"keys": [{"name": "shop", "sha256": "%s", "tenant": "t", "functions": ["embed"], "requestsPerSecond": 1}]}
                """.formatted(DIGEST));

        Caller shop = keys.owner("a-key").orElseThrow();

        assertThat(shop.tenant()).isEqualTo("t");
        assertThat(shop.administers()).isFalse();
        assertThat(keys.owner("another")).isEmpty();
        assertThat(keys.owner(DIGEST)).isEmpty();
    }

    @Test
    void caller_isHeldToHisFunctionsAndHisRate() throws IOException {
        Caller shop = read("""
                {"keys": [{"name": "shop", "sha256": "%s", "functions": ["embed"], "requestsPerSecond": 1}]}
                """.formatted(DIGEST)).owner("a-key").orElseThrow();

        shop.call("embed", 0);
        InferenceException often = catchThrowableOfType(InferenceException.class, () -> shop.call("embed", 0));
        InferenceException other = catchThrowableOfType(InferenceException.class, () -> shop.call("fraud", 0));

        assertThat(often.code()).isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(often.retryAfter()).isPresent();
        assertThat(other.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(other.getMessage()).contains("fraud").contains("shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"keys\": [{\"name\": \"shop\"}]}",
                "{\"keys\": [{\"name\": \"shop\", \"sha256\": \"abc\"}]}",
                "{\"keys\": [{\"name\": \"shop\", \"key\": \"a-key\"}]}"
            })
    void file_thatHoldsNone_isRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(json)).withMessageNotContaining("a-key");
    }

    @Test
    void sameKeyTwice_isRefused() {
        String one = "{\"name\": \"shop\", \"sha256\": \"%s\"}".formatted(DIGEST);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{\"keys\": [%s, %s]}".formatted(one, one)))
                .withMessageContaining("twice");
    }
}

package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class Sha256Test {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void isWrittenWithItsAlgorithmAndReadBack() {
        Sha256 digest = new Sha256(EMPTY);
        assertThat(digest).hasToString("sha256:" + EMPTY);
        assertThat(Sha256.parse(digest.toString())).isEqualTo(digest);
    }

    @Test
    void writesTheDigestsBytesInOrder() throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest();
        assertThat(Sha256.ofBytes(digest).hex()).isEqualTo(EMPTY);
    }

    @Test
    void refusesADigestOfAnotherLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.ofBytes(new byte[20]));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.ofBytes(new byte[33]));
    }

    @Test
    void refusesWhatIsNotLowerCaseHexadecimal() {
        String upper = "E" + EMPTY.substring(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sha256(upper))
                .withMessage("digest: expected 64 lower-case hexadecimal digits, got \"" + upper + "\"");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sha256("g" + EMPTY.substring(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sha256(EMPTY + "\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sha256(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {EMPTY, "sha512:" + EMPTY, "SHA256:" + EMPTY, " sha256:" + EMPTY, ""})
    void refusesToReadAnythingButSha256(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sha256.parse(text))
                .withMessage("digest: expected sha256:<64 hexadecimal digits>, got \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:", "sha256:" + EMPTY + "0", "sha256: " + EMPTY})
    void refusesToReadAnotherNumberOfDigits(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.parse(text));
    }
}

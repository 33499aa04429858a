package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class FileDigestTest {

    private static final Sha256 ABC = new Sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    private static final Sha256 EMPTY = new Sha256("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private static final int PIECE = FileDigest.PIECE_BYTES;

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static Sha256 sha256(byte[] content) throws NoSuchAlgorithmException {
        return Sha256.ofBytes(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void givesThePublishedDigests(@TempDir Path directory) throws IOException {
        // FIPS 180-4's own examples.
        assertThat(FileDigest.of(Files.writeString(directory.resolve("abc"), "abc")))
                .isEqualTo(new FileDigest(ABC, List.of(ABC)));
        assertThat(FileDigest.of(Files.writeString(directory.resolve("empty"), "")))
                .isEqualTo(new FileDigest(EMPTY, List.of(EMPTY)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 131_071, 131_072, 131_073, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 5 * PIECE + 700_001})
    void digestsTheWholeAndEachPiece(int length, @TempDir Path directory) throws IOException, NoSuchAlgorithmException {
        byte[] content = content(length);
        List<Sha256> pieces = new ArrayList<>();
        for (int start = 0; start < length; start += PIECE) {
            pieces.add(sha256(Arrays.copyOfRange(content, start, Math.min(length, start + PIECE))));
        }
        Path file = Files.write(directory.resolve("file"), content);
        assertThat(FileDigest.of(file)).isEqualTo(new FileDigest(sha256(content), pieces));
        assertThat(FileDigest.of(file).matches(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PIECE - 1, PIECE, 2 * PIECE, 2 * PIECE + 9})
    void seesOneAlteredByteWhereverItIs(int position, @TempDir Path directory) throws IOException {
        byte[] content = content(2 * PIECE + 10);
        Path file = Files.write(directory.resolve("file"), content);
        FileDigest digest = FileDigest.of(file);
        content[position] ^= 1;
        assertThat(digest.matches(Files.write(file, content))).isFalse();
        content[position] ^= 1;
        assertThat(digest.matches(Files.write(file, content))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE, 2 * PIECE - 1, 2 * PIECE + 1, 3 * PIECE})
    void seesAnotherLength(int length, @TempDir Path directory) throws IOException {
        byte[] content = content(3 * PIECE);
        Path file = Files.write(directory.resolve("file"), Arrays.copyOf(content, 2 * PIECE));
        FileDigest digest = FileDigest.of(file);
        assertThat(digest.matches(Files.write(file, Arrays.copyOf(content, length))))
                .isFalse();
    }

    @Test
    void seesPiecesInAnotherOrder(@TempDir Path directory) throws IOException {
        byte[] content = content(2 * PIECE);
        Path file = Files.write(directory.resolve("file"), content);
        FileDigest digest = FileDigest.of(file);
        byte[] swapped = Arrays.copyOfRange(content, PIECE, 3 * PIECE);
        System.arraycopy(content, 0, swapped, PIECE, PIECE);
        assertThat(digest.matches(Files.write(file, swapped))).isFalse();
    }

    @Test
    void failsWhereThereIsNoFile(@TempDir Path directory) {
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> FileDigest.of(none)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> new FileDigest(ABC, List.of(ABC)).matches(none))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void hasOnePieceAtLeast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileDigest(EMPTY, List.of()))
                .withMessage("file digest: expected at least one piece, got none");
    }
}

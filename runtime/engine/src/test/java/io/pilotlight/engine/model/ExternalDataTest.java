package io.pilotlight.engine.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

final class ExternalDataTest {

    private static byte[] graph(String... places) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String place : places) {
            byte[] name = place.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes("weights\n\n\blocation\u0012".getBytes(StandardCharsets.US_ASCII));
            if (name.length >= 0x80) {
                bytes.write((name.length & 0x7f) | 0x80);
                bytes.write(name.length >> 7);
            } else {
                bytes.write(name.length);
            }
            bytes.writeBytes(name);
        }
        bytes.writeBytes("\n\blocation".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    @Test
    void filesThatTheGraphNames_areFoundOnceEach(@TempDir Path folder) throws IOException {
        String longName = "w".repeat(200);
        Path model = Files.write(folder.resolve("model.onnx"), graph("b.bin", longName, "a.bin", "b.bin"));
        Path a = Files.writeString(folder.resolve("a.bin"), "a");
        Path b = Files.writeString(folder.resolve("b.bin"), "b");
        Path w = Files.writeString(folder.resolve(longName), "w");
        Files.writeString(folder.resolve("c.bin"), "named by nobody");
        assertThat(ExternalData.of(model)).containsExactly(a, b, w);
    }

    @Test
    void aPlaceIsFound_whereverItBegins(@TempDir Path folder) throws IOException {
        Path weights = Files.writeString(folder.resolve("a.bin"), "a");
        for (int before = (1 << 16) - 40; before <= 1 << 16; before++) {
            Path model = Files.write(folder.resolve("model.onnx"), graph("x".repeat(before), "a.bin"));
            assertThat(ExternalData.of(model)).as("behind %d", before).containsExactly(weights);
        }
    }

    @Test
    void whatIsMissing_elsewhere_orNoName_isNone(@TempDir Path folder) throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.writeString(folder.resolve("outside.bin"), "");
        Path model = Files.write(
                inside.resolve("model.onnx"), graph("missing.bin", "../outside.bin", "", ".", "\0", "x".repeat(9_000)));
        assertThat(ExternalData.of(model)).isEmpty();
    }

    @Test
    void aGraphThatHoldsItsWeights_namesNone(@TempDir Path folder) throws IOException {
        assertThat(ExternalData.of(Files.writeString(folder.resolve("model.onnx"), "location")))
                .isEmpty();
    }
}

package io.pilotlight.wire.manifest;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A manifest is the build's and no caller's; one that was damaged has to say so all the same. */
class ManifestJsonFuzzTest {

    static Stream<byte[]> manifests() {
        String digest = "sha256:" + "1".repeat(64);
        return Stream.of(("{'schema': 1, 'name': 'embed', 'description': 'd',"
                        + " 'inputs': [{'name': 'text', 'datatype': 'BYTES', 'shape': [-1]}],"
                        + " 'outputs': [{'name': 'v', 'datatype': 'FP32', 'shape': [-1, 384]}],"
                        + " 'parameters': [{'name': 'truncate', 'datatype': 'BOOL', 'shape': [-1]}],"
                        + " 'operations': ['inference'], 'variants': [{'name': 'int8', 'model': 'm', 'files': {'m': {'digest': '"
                        + digest
                        + "', 'pieces': ['" + "a".repeat(64) + "']}}, 'graphOptimized': true, 'rowsIndependent': false,"
                        + " 'cacheable': true, 'answerDigest': '" + digest + "'}]}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("manifests")
    @DictionaryEntries({"\"shape\"", "\"files\"", "\"pieces\"", "\"datatype\"", "-2", "null", "[[[[", "{}", "[]"})
    @FuzzTest
    void manifest_ofAnyBytes_isReadOrRefused(byte[] json) throws IOException {
        FunctionManifest manifest;
        try {
            manifest = read(json);
        } catch (IllegalArgumentException | IOException refused) {
            assertThat(refused).hasMessageNotContainingAny("null pointer", "Cannot invoke");
            return;
        }
        assertThat(read(ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(manifest);
    }

    private static FunctionManifest read(byte[] json) throws IOException {
        return ManifestJson.read(new ByteArrayInputStream(json));
    }
}

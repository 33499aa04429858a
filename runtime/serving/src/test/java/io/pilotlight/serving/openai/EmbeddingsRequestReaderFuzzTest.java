package io.pilotlight.serving.openai;

import io.pilotlight.wire.ReaderContract;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddingsRequestReaderFuzzTest {

    private final EmbeddingsRequestReader reader = new EmbeddingsRequestReader(384, 4, 3);

    static Stream<byte[]> bodies() {
        return Stream.of(
                        "{'model': 'embed', 'input': 'a'}",
                        "{'model': 'embed', 'input': ['a', '', '\\ud83d\\udd25'], 'encoding_format': 'base64',"
                                + " 'dimensions': 384, 'truncate': true, 'user': 'u-1', 'future': {'x': [1e3, null]}}",
                        "{'input': ['a'], 'model': 'embed', 'encoding_format': 'float', 'truncate': null}",
                        "{'model': 'embed', 'input': [101, 102]}",
                        "{'model': 'embed', 'input': [[101, 2006, 102], [101, 102]], 'truncate': true}")
                .map(body -> body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("bodies")
    @DictionaryEntries({
        "\"model\"",
        "\"input\"",
        "\"encoding_format\"",
        "\"dimensions\"",
        "\"truncate\"",
        "\"base64\"",
        "\"float\"",
        "\\ud83d",
        "1e999",
        "99999999999999999999",
        "null",
        "[[[[[[[["
    })
    @FuzzTest
    void body_ofAnyBytes_isReadOrRefused(byte[] body) {
        ReaderContract.read(body.length, () -> reader.read(body))
                .ifPresent(request -> assertThat(request.inputs()).hasSizeBetween(1, 4));
    }
}

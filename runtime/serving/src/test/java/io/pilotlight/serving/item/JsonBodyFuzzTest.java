package io.pilotlight.serving.item;

import io.pilotlight.wire.ReaderContract;
import io.pilotlight.wire.json.Json;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class JsonBodyFuzzTest {

    /** Every kind of component that an item may have. */
    @SuppressWarnings("ArrayRecordComponent") // compared as JSON
    public record Item(
            String text,
            boolean flag,
            int small,
            long large,
            float rough,
            double fine,
            float[] floats,
            long[] longs,
            @Nullable Boolean maybe,
            @Nullable Integer count,
            @Nullable Float scale,
            @Nullable String name) {}

    private final JsonBody<Item> reader = new JsonBody<>(ItemType.of(Item.class));

    static Stream<byte[]> bodies() {
        return Stream.of(
                        "{'text': 'a \\u00e9', 'flag': true, 'small': -1, 'large': 9223372036854775807, 'rough': 0.1,"
                                + " 'fine': -1e-300, 'floats': [1, 2.5], 'longs': [3, -4]}",
                        "{'maybe': false, 'count': 1, 'scale': null, 'name': '\\ud83d\\udd25', 'longs': [], 'floats': [],"
                                + " 'fine': 0, 'rough': 1E38, 'large': 0, 'small': 2147483647, 'flag': false, 'text': ''}")
                .map(body -> body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("bodies")
    @DictionaryEntries({
        "\"text\"",
        "\"flag\"",
        "\"small\"",
        "\"large\"",
        "\"rough\"",
        "\"fine\"",
        "\"floats\"",
        "\"longs\"",
        "\"maybe\"",
        "\"count\"",
        "\"scale\"",
        "\"name\"",
        "\\ud83d",
        "1e999",
        "-2147483649",
        "\"NaN\"",
        "null",
        "[[[[[["
    })
    @FuzzTest
    void body_ofAnyBytes_isReadOrRefused(byte[] body) {
        ReaderContract.read(body.length, () -> reader.read(body)).ifPresent(item -> {
            byte[] written = Json.bytes(item);
            assertThat(Json.bytes(reader.read(written))).isEqualTo(written);
        });
    }
}

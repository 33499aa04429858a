package io.pilotlight.wire.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Arrays that were lately written, and how: to find the digits of some hundred numbers takes longer than all else that becomes of
 * an answer which is known. Arrays are compared bit by bit, so that none is ever given another's digits. Bounded by bytes; those
 * that were not asked for the longest go first. Its lock is held for a look into a hash table.
 */
final class WrittenFloats {

    /** Shorter arrays are written sooner than found, longer ones are seldom asked for twice. */
    private static final int MIN_FLOATS = 64;

    private static final int MAX_FLOATS = 2 * 1024;

    /** Of two arrays, two strings and the table's entry, beside what is in them. */
    private static final int ENTRY_BYTES = 192;

    private final long maxBytes;
    private final Map<Bits, SerializedString> texts = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** Empty. */
    WrittenFloats(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Bits(int[] bits) {

        static Bits of(FloatBuffer values) {
            float[] floats = new float[values.remaining()];
            values.get(values.position(), floats);
            int[] bits = new int[floats.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = Float.floatToRawIntBits(floats[i]);
            }
            return new Bits(bits);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bits(int[] those) && Arrays.equals(bits, those);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bits);
        }
    }

    /** Whether it is worth a look. */
    static boolean takes(FloatBuffer values) {
        return values.remaining() >= MIN_FLOATS && values.remaining() <= MAX_FLOATS;
    }

    /** The rest of the buffer as text, which is left where it is. */
    SerializableString text(FloatBuffer values, Supplier<String> writing) {
        Bits bits = Bits.of(values);
        SerializedString known = get(bits);
        return known == null ? put(bits, new SerializedString(writing.get())) : known;
    }

    private synchronized @Nullable SerializedString get(Bits bits) {
        return texts.get(bits);
    }

    private synchronized SerializedString put(Bits bits, SerializedString text) {
        if (texts.put(bits, text) == null) {
            bytes += weight(bits, text);
        }
        Iterator<Map.Entry<Bits, SerializedString>> eldest = texts.entrySet().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            Map.Entry<Bits, SerializedString> entry = eldest.next();
            bytes -= weight(entry.getKey(), entry.getValue());
            eldest.remove();
        }
        return text;
    }

    /** As text and as bytes: the former makes the latter, and keeps both. */
    private static long weight(Bits bits, SerializedString text) {
        return ENTRY_BYTES + (long) bits.bits().length * Integer.BYTES + 2L * text.charLength();
    }

    /** Of all that it holds, about. */
    synchronized long bytes() {
        return bytes;
    }
}

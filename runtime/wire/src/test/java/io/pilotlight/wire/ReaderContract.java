package io.pilotlight.wire;

import io.pilotlight.api.ErrorCategory;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.http.ErrorReply;
import io.pilotlight.wire.json.Json;

import com.sun.management.ThreadMXBean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds of everything that reads a caller's bytes, whatever they are: it gives a value, or refuses them as the caller's
 * fault in words that every protocol can carry; and it takes no more time and memory than so many bytes may cost.
 */
public final class ReaderContract {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int MAX_WORDS = 1_000;

    /** Buffers of parsers are allocated whole, however little is read into them. */
    private static final long MAX_ALLOCATED = 512 << 10;

    private static final long MAX_ALLOCATED_PER_BYTE = 200;
    private static final Duration MAX_TIME = Duration.ofSeconds(1);

    private ReaderContract() {}

    /**
     * Reads what a caller has sent.
     *
     * @param length of it, in bytes
     * @return what was read; empty where it was refused
     */
    public static <T> Optional<T> read(int length, Supplier<T> reader) {
        Cost first = new Cost();
        Optional<T> value = valueOrRefusal(reader);
        if (first.isTooHigh(length)) {
            // Classes may have been loaded: what counts is what it costs every time.
            Cost again = new Cost();
            valueOrRefusal(reader);
            assertThat(again.isTooHigh(length))
                    .as("%d bytes cost %s", length, again)
                    .isFalse();
        }
        return value;
    }

    private static <T> Optional<T> valueOrRefusal(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (InferenceException refusal) {
            requireSound(refusal);
            return Optional.empty();
        }
    }

    private static void requireSound(InferenceException refusal) {
        assertThat(refusal.code().category()).as(refusal.getMessage()).isEqualTo(ErrorCategory.CALLER);
        assertThat(refusal.getMessage()).hasSizeLessThan(MAX_WORDS);
        assertThat(refusal.parameter().orElse("")).hasSizeLessThan(MAX_WORDS);
        try {
            assertThat(said("/v2/models/m/infer", "/error", refusal)).isEqualTo(refusal.getMessage());
            assertThat(said("/v1/embeddings", "/error/message", refusal)).isEqualTo(refusal.getMessage());
            assertThat(said("/f", "/detail", refusal)).isEqualTo(refusal.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON", e);
        }
    }

    /** What a client reads of a refusal: text that is no Unicode cannot be sent, or arrives as another. */
    private static String said(String path, String pointer, InferenceException refusal) throws IOException {
        byte[] body = ErrorReply.of(path, refusal).body().getBytes();
        return Json.MAPPER.readTree(body).at(pointer).textValue();
    }

    /** What the calling thread has used up since it began. */
    private static final class Cost {

        private final long bytes = THREADS.getCurrentThreadAllocatedBytes();
        private final long nanos = THREADS.getCurrentThreadCpuTime();
        private long usedBytes;
        private long usedNanos;

        boolean isTooHigh(int length) {
            usedBytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            usedNanos = THREADS.getCurrentThreadCpuTime() - nanos;
            return usedBytes > MAX_ALLOCATED + length * MAX_ALLOCATED_PER_BYTE || usedNanos > MAX_TIME.toNanos();
        }

        @Override
        public String toString() {
            return usedBytes + " bytes of memory and " + Duration.ofNanos(usedNanos);
        }
    }
}

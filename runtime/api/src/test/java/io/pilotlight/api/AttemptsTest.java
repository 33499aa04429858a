package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
final class AttemptsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final CompletableFuture<String> coming = new CompletableFuture<>();
    private final long later = System.nanoTime() + LONG.toNanos();
    private final List<String> closed = new ArrayList<>();

    @Test
    void goesOnWhenWhatItWaitsForHasCome() {
        try (Attempts<String> attempts = attempts(() -> {
            Waiting.until(coming, later);
            return coming.join();
        })) {
            assertThat(attempts.withoutWaiting())
                    .isEqualTo(new Attempts.Outcome.Coming<String>(coming, OptionalLong.of(later)));
            coming.complete("come");
            assertThat(attempts.withoutWaiting()).isEqualTo(new Attempts.Outcome.Done<>("come"));
        }
    }

    @Test
    void goesOnWithoutItWhenTheTimeIsOver() {
        long over = System.nanoTime() - 1;
        try (Attempts<String> attempts = attempts(() -> {
            Waiting.until(coming, over);
            return coming.getNow("nothing");
        })) {
            assertThat(attempts.withoutWaiting()).isEqualTo(new Attempts.Outcome.Done<>("nothing"));
        }
    }

    @Test
    void waitsWhereItMay() throws InterruptedException {
        try (Attempts<String> attempts = attempts(() -> {
            Waiting.until(coming, later);
            Waiting.begins();
            return coming.join();
        })) {
            Thread completing = Thread.ofVirtual().start(() -> coming.complete("come"));
            assertThat(attempts.waiting()).isEqualTo("come");
            completing.join();
        }
    }

    @Test
    void seesFailuresOfWhatItWaitedForItself() {
        coming.completeExceptionally(new IllegalStateException("lost"));
        Waiting.until(coming, later);
        assertThat(coming).isCompletedExceptionally();
    }

    @Test
    void remembersWhatEarlierAttemptsHaveMade_untilNoneFollows() {
        AtomicInteger made = new AtomicInteger();
        Attempts<Integer> attempts = attempts(() -> {
            int before = made.get();
            Remembered one = Waiting.remember("one", () -> new Remembered(made.incrementAndGet()));
            if (before == 0) {
                Waiting.begins();
            }
            return one.number();
        });

        assertThat(attempts.withoutWaiting()).isEqualTo(new Attempts.Outcome.Elsewhere<Integer>());
        assertThat(attempts.waiting()).isEqualTo(1);
        assertThat(closed).isEmpty();
        attempts.close();
        assertThat(closed).containsExactly("1");
    }

    @Test
    void remembersNothingWhereWorkIsNotDoneInAttempts() {
        assertThat(Waiting.remember("one", () -> new Remembered(1)).number()).isEqualTo(1);
        assertThat(Waiting.remember("one", () -> new Remembered(2)).number()).isEqualTo(2);
        assertThat(closed).isEmpty();
    }

    @Test
    void closesWhatAPartHasMadeWhenThePartIsOver_andNotWhenItIsGivenUp() {
        AtomicInteger made = new AtomicInteger();
        try (Attempts<Integer> attempts =
                attempts(() -> Waiting.with("one", () -> new Remembered(made.incrementAndGet()), one -> {
                    Waiting.until(coming, later);
                    return one.number();
                }))) {
            assertThat(attempts.withoutWaiting()).isInstanceOf(Attempts.Outcome.Coming.class);
            assertThat(closed).isEmpty();
            coming.complete("come");
            assertThat(attempts.withoutWaiting()).isEqualTo(new Attempts.Outcome.Done<>(1));
            assertThat(closed).containsExactly("1");
        }
        assertThat(closed).as("once").containsExactly("1");
    }

    @Test
    void waitsWithoutEndForWhatSurelyComes() {
        try (Attempts<String> attempts = attempts(() -> {
            Waiting.until(coming);
            return coming.join();
        })) {
            assertThat(attempts.withoutWaiting())
                    .isEqualTo(new Attempts.Outcome.Coming<String>(coming, OptionalLong.empty()));
            coming.complete("come");
            assertThat(attempts.withoutWaiting()).isEqualTo(new Attempts.Outcome.Done<>("come"));
        }
    }

    @Test
    void computesWhereItMayWaitOrLittleIsAsked() {
        Supplier<String> work = () -> {
            Waiting.computes();
            return "computed";
        };
        try (Attempts<String> much = new Attempts<>(work, false, Runnable::run);
                Attempts<String> little = new Attempts<>(work, true, Runnable::run)) {
            assertThat(much.withoutWaiting()).isEqualTo(new Attempts.Outcome.Elsewhere<String>());
            assertThat(much.waiting()).isEqualTo("computed");
            assertThat(little.withoutWaiting()).isEqualTo(new Attempts.Outcome.Done<>("computed"));
        }
        assertThat(work.get()).isEqualTo("computed");
    }

    @Test
    void remembersWhatWasMadeWhileSomethingElseWasMade() {
        try (Attempts<String> attempts =
                attempts(() -> Waiting.remember("outer", () -> Waiting.remember("inner", () -> "inner") + " and outer")
                        + Waiting.remember("inner", () -> ", made twice"))) {
            assertThat(attempts.withoutWaiting()).isEqualTo(new Attempts.Outcome.Done<>("inner and outerinner"));
        }
    }

    private static <T> Attempts<T> attempts(Supplier<T> work) {
        return new Attempts<>(work, false, Runnable::run);
    }

    private final class Remembered implements AutoCloseable {

        private final int number;

        Remembered(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        @Override
        public void close() {
            closed.add(String.valueOf(number));
        }
    }
}

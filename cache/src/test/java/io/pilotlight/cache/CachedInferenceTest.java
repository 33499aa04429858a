package io.pilotlight.cache;

import io.pilotlight.api.Attempts;
import io.pilotlight.api.CacheControl;
import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;
import io.pilotlight.api.Waiting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
final class CachedInferenceTest {

    private static final Scope SCOPE = new Scope("", "shout", new Sha256("ab".repeat(32)), "infer");

    private final ConcurrentLinkedQueue<List<String>> computed = new ConcurrentLinkedQueue<>();
    private volatile Instant now = Instant.EPOCH;
    private volatile Runnable before = () -> {};
    private volatile String tenant = "";

    private final AnswerCache answers = new AnswerCache(1_000_000, Duration.ofHours(1), Optional.empty(), () -> now);
    private final Inference<String, String> cache = answers.around(this::shout, new Codec(), SCOPE);

    private Response<String> shout(Request<String> request) {
        computed.add(request.items());
        before.run();
        return new Response<>(request.items().stream().map(item -> item + "!").toList(), Timing.NONE);
    }

    /** Items that begin with a question mark have no key. */
    private static final class Codec extends TextCodec<String> {

        @Override
        public Optional<ItemKey> key(KeyDigest digest, String item) {
            return item.startsWith("?")
                    ? Optional.empty()
                    : Optional.of(digest.inputs(Tensors.of(Map.of("text", Tensor.of(Shape.of(1), item))))
                            .key());
        }
    }

    private Response<String> ask(CacheControl control, String... items) {
        Deadline deadline = Deadline.after(Duration.ofSeconds(20), System.nanoTime());
        return cache.infer(new Request<>(List.of(items), new Call(LatencyTier.INTERACTIVE, deadline, control, tenant)));
    }

    private Response<String> ask(String... items) {
        return ask(CacheControl.NONE, items);
    }

    @Test
    void computesWhatIsNotKnownAndAnswersInOrder() {
        ask("a", "b");
        now = now.plusSeconds(10);

        Response<String> response = ask("c", "a", "d", "b", "a");

        assertThat(response.results()).containsExactly("c!", "a!", "d!", "b!", "a!");
        assertThat(computed).containsExactly(List.of("a", "b"), List.of("c", "d"));
        assertThat(response.cacheUse())
                .isEqualTo(new CacheUse(3, 2, 0, 2, false, Duration.ofSeconds(10), Duration.ofSeconds(3590)));
    }

    @Test
    void computesAnItemThatComesTwiceOnce() {
        Response<String> response = ask("a", "a", "b", "a");

        assertThat(response.results()).containsExactly("a!", "a!", "b!", "a!");
        assertThat(computed).containsExactly(List.of("a", "b"));
        assertThat(response.cacheUse().computed()).isEqualTo(2);
        assertThat(response.cacheUse().collapsed()).isEqualTo(2);
        assertThat(response.cacheUse().isHit()).isFalse();
    }

    @Test
    void givesATenantsAnswersToNoOther() {
        ask("a");
        tenant = Call.tenant("acme");

        assertThat(ask("a").cacheUse().computed()).isEqualTo(1);
        assertThat(ask("a").cacheUse().isHit()).isTrue();
    }

    @Test
    void waitsForNothingWhereNobodyMay() {
        CacheControl anew = new CacheControl(true, false, false, Optional.empty());

        assertThat(Waiting.without(() -> ask("a"))).isEmpty();
        assertThat(computed).isEmpty();
        ask("a");

        assertThat(Waiting.without(() -> ask("a"))).hasValueSatisfying(response -> {
            assertThat(response.results()).containsExactly("a!");
            assertThat(response.cacheUse().isHit()).isTrue();
        });
        assertThat(Waiting.without(() -> ask("a", "b"))).isEmpty();
        assertThat(Waiting.without(() -> ask(anew, "a"))).isEmpty();
        assertThat(Waiting.without(() -> ask("?"))).isEmpty();
        assertThat(computed).hasSize(1);
    }

    @Test
    void goesOnWhereItMustNotWait_whenOthersHaveComputedIt() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        before = () -> {
            begun.countDown();
            awaitUninterruptibly(go);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Attempts<Response<String>> attempts = new Attempts<>(() -> ask("a"), false, Runnable::run)) {
            var other = CompletableFuture.supplyAsync(() -> ask("a"), threads);
            awaitUninterruptibly(begun);

            Attempts.Outcome<Response<String>> first = attempts.withoutWaiting();
            assertThat(first).isInstanceOfSatisfying(Attempts.Outcome.Coming.class, coming -> {
                go.countDown();
                coming.what().join();
            });
            assertThat(attempts.withoutWaiting())
                    .isInstanceOfSatisfying(Attempts.Outcome.Done.class, done -> assertThat(done.value())
                            .isEqualTo(new Response<>(
                                    List.of("a!"),
                                    Timing.NONE,
                                    new CacheUse(0, 0, 1, 0, false, Duration.ZERO, Duration.ofHours(1)))));
            other.join();
        }
        assertThat(computed).hasSize(1);
    }

    @Test
    void goesOnElsewhere_andComputesWhatItHasAnnouncedBefore() {
        try (Attempts<Response<String>> attempts = new Attempts<>(() -> ask("a"), false, Runnable::run)) {
            assertThat(attempts.withoutWaiting()).isInstanceOf(Attempts.Outcome.Elsewhere.class);
            assertThat(attempts.waiting().cacheUse().computed()).isOne();
        }
        assertThat(ask("a").cacheUse().isHit()).isTrue();
    }

    @Test
    void computesWhereItMustNotWait_whenLittleIsAsked() {
        try (Attempts<Response<String>> attempts = new Attempts<>(() -> ask("a"), true, Runnable::run)) {
            assertThat(attempts.withoutWaiting())
                    .isInstanceOfSatisfying(
                            Attempts.Outcome.Done.class, done -> assertThat(((Response<?>) done.value()).results())
                                    .isEqualTo(List.of("a!")));
        }
        assertThat(computed).hasSize(1);
    }

    @Test
    void isWaitedForByNobodyWhenItIsGivenUpForGood() {
        Attempts<Response<String>> attempts = new Attempts<>(() -> ask("a"), false, Runnable::run);
        attempts.withoutWaiting();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var other = CompletableFuture.supplyAsync(() -> ask("a"), threads);
            assertThat(other.completeOnTimeout(ask("b"), 100, TimeUnit.MILLISECONDS)
                            .join()
                            .results())
                    .containsExactly("b!");

            var third = CompletableFuture.supplyAsync(() -> ask("a"), threads);
            attempts.close();
            assertThat(third.join().results()).containsExactly("a!");
        }
    }

    @Test
    void saysThatEverythingWasKnown() {
        ask("a");

        assertThat(ask("a").cacheUse().isHit()).isTrue();
        assertThat(computed).hasSize(1);
    }

    @Test
    void computesAnewForWhoWantsItAndKeepsThat() {
        ask("a");
        now = now.plusSeconds(10);

        assertThat(ask(new CacheControl(true, false, false, Optional.empty()), "a")
                        .cacheUse()
                        .requested())
                .isTrue();

        assertThat(computed).hasSize(2);
        assertThat(ask("a").cacheUse().age()).isZero();
    }

    @Test
    void keepsNothingForWhoWantsThat() {
        CacheControl noStore = new CacheControl(false, true, false, Optional.empty());

        assertThat(ask(noStore, "a").cacheUse().stored()).isZero();

        assertThat(ask("a").cacheUse().computed()).isOne();
        assertThat(ask(noStore, "a").cacheUse().isHit()).isTrue();
    }

    @Test
    void hasNoPartInWhatIsNeitherLookedUpNorKept() {
        ask("a");

        Response<String> response = ask(new CacheControl(true, true, false, Optional.empty()), "a");

        assertThat(response.cacheUse().isBypassed()).isTrue();
        assertThat(computed).hasSize(2);
    }

    @Test
    void hasNoPartInWhatHasNoKey() {
        assertThat(ask("a", "?b").cacheUse().isBypassed()).isTrue();
        assertThat(ask("a", "?b").results()).containsExactly("a!", "?b!");
        assertThat(computed).containsExactly(List.of("a", "?b"), List.of("a", "?b"));
    }

    @Test
    void computesNothingForWhoWantsOnlyWhatIsKnown() {
        CacheControl only = new CacheControl(false, false, true, Optional.empty());
        ask("a");

        assertThat(ask(only, "a").results()).containsExactly("a!");
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> ask(only, "a", "b"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_CACHED))
                .withMessageContaining("1 of 2");
        assertThatExceptionOfType(InferenceException.class).isThrownBy(() -> ask(only, "?a"));
        assertThat(computed).hasSize(1);
    }

    @Test
    void computesAnewWhatIsTooOldForTheCaller() {
        ask("a");
        now = now.plusSeconds(10);
        CacheControl young = new CacheControl(false, false, false, Optional.of(Duration.ofSeconds(9)));
        CacheControl old = new CacheControl(false, false, false, Optional.of(Duration.ofSeconds(10)));

        assertThat(ask(old, "a").cacheUse().isHit()).isTrue();
        assertThat(ask(old, "b").cacheUse().requested()).isFalse();
        CacheUse anew = ask(young, "a").cacheUse();
        assertThat(anew.computed()).isOne();
        assertThat(anew.requested()).isTrue();
    }

    @Test
    void keepsNoFailure() {
        before = () -> {
            throw new InferenceException(ErrorCode.INTERNAL, "no voice");
        };
        assertThatExceptionOfType(InferenceException.class).isThrownBy(() -> ask("a"));
        before = () -> {};

        assertThat(ask("a").results()).containsExactly("a!");
        assertThat(computed).hasSize(2);
    }

    @Test
    void computesForAllWhoAskTheSameAtATimeOnce() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        before = () -> {
            begun.countDown();
            awaitUninterruptibly(go);
        };
        List<CompletableFuture<Response<String>>> asking = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            asking.add(CompletableFuture.supplyAsync(() -> ask("a"), threads));
            awaitUninterruptibly(begun);
            for (int i = 1; i < 64; i++) {
                asking.add(CompletableFuture.supplyAsync(() -> ask("a"), threads));
            }
            go.countDown();
        }

        assertThat(computed).hasSize(1);
        assertThat(asking).allSatisfy(one -> assertThat(one.join().results()).containsExactly("a!"));
        assertThat(asking.stream()
                        .mapToInt(one -> one.join().cacheUse().computed())
                        .sum())
                .isOne();
    }

    /** The first who asked fails; the others were promised nothing by it. */
    @Test
    void sharesNoFailureWithThoseWhoWait() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        before = () -> {
            if (runs.getAndIncrement() == 0) {
                begun.countDown();
                awaitUninterruptibly(go);
                throw new InferenceException(ErrorCode.INTERNAL, "no voice");
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(() -> ask("a"), threads);
            awaitUninterruptibly(begun);
            var second = CompletableFuture.supplyAsync(() -> ask("a"), threads);
            go.countDown();

            assertThat(second.join().results()).containsExactly("a!");
            assertThat(first).failsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void waitsForNobodySoLongThatItsOwnDeadlineWouldPass() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        before = () -> {
            if (runs.getAndIncrement() == 0) {
                begun.countDown();
                awaitUninterruptibly(go);
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(() -> ask("a"), threads);
            awaitUninterruptibly(begun);
            Deadline deadline = Deadline.after(Duration.ofSeconds(1), System.nanoTime());

            Response<String> response = cache.infer(new Request<>(List.of("a"), LatencyTier.REALTIME, deadline));

            assertThat(response.results()).containsExactly("a!");
            assertThat(deadline.remainingNanos(System.nanoTime())).isPositive();
            go.countDown();
            assertThat(first.join().results()).containsExactly("a!");
        }
    }

    /** Each computes what the other waits for. */
    @Test
    void neverHasTwoWaitForEachOther() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Response<String>>> asking = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                String[] items =
                        i % 2 == 0 ? new String[] {"a" + i / 4, "b" + i / 4} : new String[] {"b" + i / 4, "a" + i / 4};
                asking.add(CompletableFuture.supplyAsync(() -> ask(items), threads));
            }
            assertThat(asking)
                    .allSatisfy(one -> assertThat(one.join().results()).hasSize(2));
        }
        assertThat(computed.stream().mapToInt(List::size).sum()).isEqualTo(1_000);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

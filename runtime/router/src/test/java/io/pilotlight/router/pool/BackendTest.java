package io.pilotlight.router.pool;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.queue.QueueLag;
import io.pilotlight.router.catalog.Placement;
import io.pilotlight.router.catalog.Source;
import io.pilotlight.router.decision.Candidate.Warmth;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class BackendTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final int CONCURRENCY = 4;
    private static final int MAX_WAITING = 3;

    private static final List<LatencyTier> TIERS = List.of(LatencyTier.values());

    private final Backend backend = backend(Duration.ofHours(1));

    @AfterAll
    static void close() throws InterruptedException, ExecutionException {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private static Backend backend(Duration sleepsAfter) {
        Source.Address address = new Source.Address(URI.create("http://127.0.0.1:1"), sleepsAfter, Optional.empty());
        Placement placement = new Placement("f", "v", CONCURRENCY, address);
        return new Backend(
                "pool",
                1,
                placement,
                new TierShares(1, 0.5),
                MAX_WAITING,
                Duration.ofSeconds(1),
                it -> new AddressSupply(it, address, new Readiness(VERTX), Scale.UNKNOWN));
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint("127.0.0.1", port, false, OptionalLong.empty(), System.nanoTime());
    }

    private TestWaiter ask(LatencyTier tier) {
        TestWaiter waiter = TestWaiter.of(tier);
        Optional<Backend.Turn> _ = backend.ask(waiter);
        return waiter;
    }

    @Test
    void twoEndpoints_theLessUsedIsTaken() {
        backend.add(endpoint(1));
        backend.add(endpoint(2));

        List<Integer> ports = IntStream.range(0, 4)
                .mapToObj(i -> ask(LatencyTier.REALTIME)
                        .lease()
                        .orElseThrow()
                        .endpoint()
                        .port())
                .toList();

        assertThat(ports).containsExactlyInAnyOrder(1, 1, 2, 2);
    }

    @Test
    void allInUse_nextWaits_andIsServedWhenOneIsReturned() {
        backend.add(endpoint(1));
        List<TestWaiter> users = IntStream.range(0, CONCURRENCY)
                .mapToObj(i -> ask(LatencyTier.REALTIME))
                .toList();

        TestWaiter next = ask(LatencyTier.REALTIME);
        assertThat(next.lease()).isEmpty();
        users.getFirst().lease().orElseThrow().answered(0);

        assertThat(next.lease()).isPresent();
    }

    @Test
    void batchTakesItsShareOnly_andRealtimeFindsRoom() {
        backend.add(endpoint(1));

        List<TestWaiter> batch =
                IntStream.range(0, 3).mapToObj(i -> ask(LatencyTier.BATCH)).toList();
        TestWaiter realtime = ask(LatencyTier.REALTIME);

        assertThat(batch.stream().filter(waiter -> waiter.lease().isPresent())).hasSize(CONCURRENCY / 2);
        assertThat(realtime.lease()).isPresent();
    }

    @Test
    void waiting_moreUrgentTierFirst_thenEarlierDeadline() {
        backend.add(endpoint(1));
        List<TestWaiter> users = IntStream.range(0, CONCURRENCY)
                .mapToObj(i -> ask(LatencyTier.REALTIME))
                .toList();
        TestWaiter late = new TestWaiter(LatencyTier.INTERACTIVE, Duration.ofMinutes(2));
        TestWaiter early = new TestWaiter(LatencyTier.INTERACTIVE, Duration.ofMinutes(1));
        Optional<Backend.Turn> _ = backend.ask(late);
        Optional<Backend.Turn> _ = backend.ask(early);
        TestWaiter urgent = ask(LatencyTier.REALTIME);

        users.get(0).lease().orElseThrow().answered(0);
        assertThat(urgent.lease()).isPresent();
        assertThat(early.lease()).isEmpty();
        users.get(1).lease().orElseThrow().answered(0);
        assertThat(early.lease()).isPresent();
        assertThat(late.lease()).isEmpty();
    }

    @Test
    void waitingRoomFull_lessUrgentMakesRoom_andEqualIsRefused() {
        backend.add(endpoint(1));
        for (int i = 0; i < CONCURRENCY; i++) {
            ask(LatencyTier.REALTIME);
        }
        List<TestWaiter> waiting = IntStream.range(0, MAX_WAITING)
                .mapToObj(i -> ask(LatencyTier.BATCH))
                .toList();

        TestWaiter refused = ask(LatencyTier.BATCH);
        TestWaiter urgent = ask(LatencyTier.REALTIME);

        assertThat(refused.refusal().orElseThrow().code()).isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(refused.refusal().orElseThrow().retryAfter()).isPresent();
        assertThat(urgent.refusal()).isEmpty();
        assertThat(waiting.stream().filter(waiter -> waiter.refusal().isPresent()))
                .hasSize(1);
    }

    @Test
    void whoLeaves_isNotServed() {
        backend.add(endpoint(1));
        List<TestWaiter> users = IntStream.range(0, CONCURRENCY)
                .mapToObj(i -> ask(LatencyTier.REALTIME))
                .toList();
        TestWaiter gone = TestWaiter.of(LatencyTier.REALTIME);
        backend.ask(gone).orElseThrow().leave();

        users.getFirst().lease().orElseThrow().answered(0);

        assertThat(gone.lease()).isEmpty();
        assertThat(ask(LatencyTier.REALTIME).lease()).isPresent();
    }

    @Test
    void leaseEndedTwice_countsOnce() {
        backend.add(endpoint(1));
        Backend.Lease lease = ask(LatencyTier.REALTIME).lease().orElseThrow();

        lease.answered(0);
        lease.failed();

        assertThat(backend.demand()).isZero();
        assertThat(backend.report().endpoints().getFirst().ejected()).isFalse();
    }

    @Test
    void endpointThatFailsAgainAndAgain_isLeftAlone_andCallersAreToldSo() {
        backend.add(endpoint(1));
        for (int i = 0; i < 3; i++) {
            ask(LatencyTier.REALTIME).lease().orElseThrow().failed();
        }

        TestWaiter waiter = ask(LatencyTier.REALTIME);

        assertThat(waiter.refusal().orElseThrow().code()).isEqualTo(ErrorCode.NO_ENDPOINT);
        assertThat(backend.candidate(LatencyTier.REALTIME, 0).warmth()).isEqualTo(Warmth.BROKEN);
    }

    @Test
    void failuresOfWhatBeganBeforeAnAnswerCame_areNotHeldAgainstTheEndpoint() {
        Backend wide = backend(Duration.ofHours(1));
        wide.add(endpoint(1));
        List<TestWaiter> many = IntStream.range(0, 4)
                .mapToObj(i -> {
                    TestWaiter waiter = TestWaiter.of(LatencyTier.REALTIME);
                    assertThat(wide.ask(waiter)).isEmpty();
                    return waiter;
                })
                .toList();

        many.getFirst().lease().orElseThrow().answered(0);
        many.stream().skip(1).forEach(waiter -> waiter.lease().orElseThrow().failed());

        assertThat(wide.report().endpoints().getFirst().ejected()).isFalse();
    }

    @Test
    void addressThatNobodyAskedForLong_isTakenForAsleep_andItsFirstAnswerTeachesAStart() {
        Backend sleepy = backend(Duration.ofNanos(1));
        sleepy.add(endpoint(1));
        assertThat(sleepy.candidate(LatencyTier.REALTIME, 0).warmth()).isEqualTo(Warmth.COLD);

        TestWaiter first = TestWaiter.of(LatencyTier.REALTIME);
        Optional<Backend.Turn> _ = sleepy.ask(first);
        first.lease().orElseThrow().answered(0);

        assertThat(sleepy.report().coldStarts()).isEqualTo(1);
        assertThat(sleepy.report().answer()).isEmpty();
    }

    @Test
    void recordsThatWait_wantAProcess_andKeepIt() {
        Endpoint endpoint = endpoint(1);
        backend.add(endpoint);
        long before = System.nanoTime();

        backend.found(new QueueLag.Reading(3, 10));

        assertThat(backend.demand()).isEqualTo(1);
        assertThat(backend.lag()).hasValue(3);
        assertThat(backend.removeIfIdle(endpoint, System.nanoTime())).isFalse();

        backend.found(new QueueLag.Reading(0, 13));

        assertThat(backend.demand()).isZero();
        assertThat(backend.removeIfIdle(endpoint, before))
                .as("it has just worked on them")
                .isFalse();
        assertThat(backend.removeIfIdle(endpoint, System.nanoTime())).isTrue();
    }

    @Test
    void recordsThatCameAndWentBetweenTwoLooks_areUse() {
        Endpoint endpoint = endpoint(1);
        backend.add(endpoint);
        backend.found(new QueueLag.Reading(0, 10));
        long before = System.nanoTime();

        backend.found(new QueueLag.Reading(0, 11));

        assertThat(backend.removeIfIdle(endpoint, before)).isFalse();
    }

    @Test
    void lagThatIsNotKnownAnyMore_wantsNothing_butLeavesTime() {
        Endpoint endpoint = endpoint(1);
        backend.add(endpoint);
        backend.found(new QueueLag.Reading(3, 10));
        long before = System.nanoTime();

        backend.lostSightOfQueue();

        assertThat(backend.demand()).isZero();
        assertThat(backend.lag()).isEmpty();
        assertThat(backend.removeIfIdle(endpoint, before)).isFalse();
        assertThat(backend.removeIfIdle(endpoint, System.nanoTime())).isTrue();
    }

    @Test
    void manyCallersAtOnce_neverMoreUnderWayThanAllowed_andNobodyIsForgotten() throws InterruptedException {
        backend.add(endpoint(1));
        backend.add(endpoint(2));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 16)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 200; round++) {
                        call(underWay, most, told);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(told).hasValue(16 * 200);
        assertThat(most).hasValueLessThanOrEqualTo(2 * CONCURRENCY);
        assertThat(backend.demand()).isZero();
    }

    private void call(AtomicInteger underWay, AtomicInteger most, AtomicInteger told) {
        LatencyTier tier = TIERS.get(ThreadLocalRandom.current().nextInt(TIERS.size()));
        TestWaiter waiter = TestWaiter.of(tier);
        Optional<Backend.Turn> _ = backend.ask(waiter);
        while (waiter.lease().isEmpty() && waiter.refusal().isEmpty()) {
            Thread.onSpinWait();
        }
        told.incrementAndGet();
        waiter.lease().ifPresent(lease -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            underWay.decrementAndGet();
            lease.answered(0);
        });
    }
}

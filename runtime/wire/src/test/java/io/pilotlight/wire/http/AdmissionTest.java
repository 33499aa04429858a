package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class AdmissionTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void enter_maxPlus1_isRefusedAndMayBeRepeated() {
        Admission admission = new Admission(2, 100);
        admission.enter();
        admission.enter();

        InferenceException refused = Refusal.of(admission::enter)
                .is(ErrorCode.QUEUE_FULL)
                .says("2 requests")
                .exception();

        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(admission.requests()).isEqualTo(2);
    }

    @Test
    void enter_afterOneHasLeft_isLetIn() {
        Admission admission = new Admission(1, 100);
        admission.enter().leave();

        admission.enter();

        assertThat(admission.requests()).isEqualTo(1);
    }

    @Test
    void claim_upToTheLastByte_isGrantedAndNotOneMore() {
        Admission admission = new Admission(10, 100);
        Admission.Place place = admission.enter();
        place.claim(60);
        place.claim(40);

        Refusal.of(() -> place.claim(1)).is(ErrorCode.QUEUE_FULL).says("100 of 100 bytes");

        place.claim(0);
        place.leave();
        assertThat(claimable(admission, 100)).isEqualTo(100);
    }

    @Test
    void claim_refused_takesNothing() {
        Admission admission = new Admission(10, 100);
        Admission.Place place = admission.enter();
        place.claim(60);

        Refusal.of(() -> place.claim(41));

        assertThat(claimable(admission, 100)).isEqualTo(40);
    }

    @Test
    void claim_byAnother_isBoundedTogetherWithIt() {
        Admission admission = new Admission(10, 100);
        admission.enter().claim(60);

        Refusal.of(() -> admission.enter().claim(41)).says("60 of 100 bytes");
    }

    @Test
    void release_aPart_givesBackThatAndNoMore() {
        Admission admission = new Admission(10, 100);
        Admission.Place place = admission.enter();
        place.claim(60);

        place.release(20);

        assertThat(claimable(admission, 100)).isEqualTo(60);
        assertThat(admission.requests()).isEqualTo(2);
    }

    @Test
    void release_all_givesBackWhatIsLeftAndStays() {
        Admission admission = new Admission(10, 100);
        Admission.Place place = admission.enter();
        place.claim(60);
        place.release(20);

        place.release();

        assertThat(admission.requests()).isEqualTo(1);
        place.leave();
        assertThat(claimable(admission, 200)).isEqualTo(100);
    }

    @Test
    void leave_again_givesNothingBackTwice() {
        Admission admission = new Admission(10, 100);
        Admission.Place other = admission.enter();
        other.claim(30);
        Admission.Place place = admission.enter();
        place.claim(60);

        place.leave();
        place.leave();

        assertThat(admission.requests()).isEqualTo(1);
        assertThat(claimable(admission, 100)).isEqualTo(70);
    }

    @Test
    void claim_moreThanALongHolds_doesNotOverflow() {
        Admission admission = new Admission(10, Long.MAX_VALUE);
        Admission.Place place = admission.enter();
        place.claim(Long.MAX_VALUE - 1);

        Refusal.of(() -> place.claim(Long.MAX_VALUE)).is(ErrorCode.QUEUE_FULL);

        place.claim(1);
        assertThat(admission.requests()).isEqualTo(1);
    }

    @Test
    void drain_emptyHouse_returnsAtOnceAndClosesTheDoor() {
        Admission admission = new Admission(10, 100);
        assertThat(admission.isDraining()).isFalse();

        assertThat(admission.drain(LONG)).isZero();

        assertThat(admission.isDraining()).isTrue();
        InferenceException refused =
                Refusal.of(admission::enter).is(ErrorCode.DRAINING).exception();
        assertThat(refused.retryAfter()).isPresent();
    }

    @Test
    void drain_withoutPatience_saysHowManyAreStillThere() {
        Admission admission = new Admission(10, 100);
        admission.enter();
        admission.enter();

        assertThat(admission.drain(Duration.ZERO)).isEqualTo(2);
    }

    @Test
    void drain_waitsForThoseInsideAndLetsThemFinish() throws Exception {
        Admission admission = new Admission(10, 100);
        AtomicBoolean finished = new AtomicBoolean();
        List<Admission.Place> places = List.of(admission.enter(), admission.enter(), admission.enter());
        Thread inside = Thread.ofPlatform().start(() -> {
            while (!admission.isDraining()) {
                Thread.onSpinWait();
            }
            places.get(0).claim(50);
            places.get(0).leave();
            places.get(1).leave();
            finished.set(true);
            places.get(2).leave();
        });

        assertThat(admission.drain(LONG)).isZero();

        assertThat(finished).isTrue();
        inside.join();
    }

    @Test
    void drain_interrupted_stopsWaitingAndKeepsTheInterrupt() {
        Admission admission = new Admission(10, 100);
        admission.enter();
        Thread.currentThread().interrupt();

        int left = admission.drain(LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(left).isEqualTo(1);
        assertThat(admission.isDraining()).isTrue();
    }

    @Test
    void enter_byManyThreads_neverAdmitsMoreThanTheLimitsAndForgetsNobody() throws Exception {
        int maxRequests = 4;
        long maxBytes = 10;
        Admission admission = new Admission(maxRequests, maxBytes);
        AtomicInteger inside = new AtomicInteger();
        AtomicLong held = new AtomicLong();
        AtomicInteger served = new AtomicInteger();
        AtomicBoolean exceeded = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                callers.add(threads.submit(() -> {
                    for (int visit = 0; visit < 2_000; visit++) {
                        Admission.Place place;
                        try {
                            place = admission.enter();
                        } catch (InferenceException full) {
                            continue;
                        }
                        if (inside.incrementAndGet() > maxRequests) {
                            exceeded.set(true);
                        }
                        long claimed = 0;
                        try {
                            place.claim(4);
                            claimed = 4;
                            if (held.addAndGet(4) > maxBytes) {
                                exceeded.set(true);
                            }
                            Thread.onSpinWait();
                            served.incrementAndGet();
                        } catch (InferenceException full) {
                            assertThat(full.code()).isEqualTo(ErrorCode.QUEUE_FULL);
                        }
                        held.addAndGet(-claimed);
                        inside.decrementAndGet();
                        place.leave();
                    }
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }

        assertThat(exceeded).isFalse();
        assertThat(served.get()).isPositive();
        assertThat(admission.requests()).isZero();
        assertThat(claimable(admission, maxBytes)).isEqualTo(maxBytes);
    }

    /** How many of that many bytes somebody who comes now can still claim, one by one. */
    private static long claimable(Admission admission, long atMost) {
        Admission.Place newcomer = admission.enter();
        for (long bytes = 0; bytes < atMost; bytes++) {
            try {
                newcomer.claim(1);
            } catch (InferenceException full) {
                return bytes;
            }
        }
        return atMost;
    }
}

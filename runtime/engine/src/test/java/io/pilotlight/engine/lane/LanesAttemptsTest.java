package io.pilotlight.engine.lane;

import io.pilotlight.api.Attempts;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** Lanes as callers ask them who must not wait, in attempts. */
@Timeout(120)
final class LanesAttemptsTest extends LanesFixture {

    @Test
    void computesRowsOnceForACallerWhoMustNotWait() {
        FakeSession session = timesTen();
        Request<Tensors> request = Numbers.request(far(), BLOCKER, 7);
        try (Lanes lanes = lanes(session, 1, 64);
                Attempts<Response<Tensors>> attempts =
                        new Attempts<>(() -> lanes.infer(request), true, Runnable::run)) {
            Attempts.Outcome<Response<Tensors>> begun = attempts.withoutWaiting();
            gate.awaitArrival();
            assertThat(attempts.withoutWaiting())
                    .as("asked again before it has come")
                    .isEqualTo(begun);
            assertThat(begun).isInstanceOfSatisfying(Attempts.Outcome.Coming.class, coming -> {
                gate.open();
                coming.what().join();
            });
            assertThat(numbers(attempts.withoutWaiting())).containsExactly(-10, 70);
        }
        assertThat(session.begun()).containsExactly(BLOCKER, 7);
    }

    @Test
    void hasEndedARunBeforeAnybodyIsAnswered() {
        AtomicLong idleNanos = new AtomicLong(Long.MIN_VALUE);
        Request<Tensors> request = Numbers.request(far(), BLOCKER);
        try (Lanes lanes = lanes(timesTen(), 2, 64);
                Attempts<Response<Tensors>> attempts =
                        new Attempts<>(() -> lanes.infer(request), true, Runnable::run)) {
            assertThat(attempts.withoutWaiting()).isInstanceOfSatisfying(Attempts.Outcome.Coming.class, coming -> {
                CompletableFuture<?> looked = coming.what().thenRun(() -> idleNanos.set(lanes.idleNanos()));
                gate.open();
                looked.join();
            });
        }
        assertThat(idleNanos).as("whoever asks again at once is alone").hasNonNegativeValue();
    }

    private static List<Integer> numbers(Attempts.Outcome<Response<Tensors>> outcome) {
        return outcome instanceof Attempts.Outcome.Done<Response<Tensors>>(Response<Tensors> response)
                ? Numbers.numbers(response)
                : List.of();
    }

    @Test
    void tellsRequestsApartThatAskTheSame() {
        FakeSession session = timesTen();
        Request<Tensors> one = Numbers.request(far(), 7);
        Request<Tensors> other = Numbers.request(far(), 7);
        try (Lanes lanes = lanes(session, 1, 64)) {
            Response<Tensors> both = new Attempts<>(
                            () -> {
                                lanes.infer(one);
                                return lanes.infer(other);
                            },
                            true,
                            Runnable::run)
                    .waiting();
            assertThat(Numbers.numbers(both)).containsExactly(70);
        }
        assertThat(session.begun()).containsExactly(7, 7);
    }

    @Test
    void beginsWhenAThreadThatMustNotWaitHasBegunAllThatHasComeToIt() {
        FakeSession session = timesTen();
        List<Runnable> afterwards = new ArrayList<>();
        Request<Tensors> one = Numbers.request(far(), 1);
        Request<Tensors> other = Numbers.request(far(), 2);
        try (Lanes lanes = lanes(session, 1, 64);
                Attempts<Response<Tensors>> first = new Attempts<>(() -> lanes.infer(one), true, afterwards::add);
                Attempts<Response<Tensors>> second = new Attempts<>(() -> lanes.infer(other), true, afterwards::add)) {
            lanes.infer(Numbers.request(far(), 0)); // its lane is there, and sleeps
            Attempts.Outcome<Response<Tensors>> unused = first.withoutWaiting();
            Attempts.Outcome<Response<Tensors>> begun = second.withoutWaiting();
            assertThat(lanes.queuedRows()).isEqualTo(2);
            afterwards.forEach(Runnable::run);
            assertThat(begun).isInstanceOfSatisfying(Attempts.Outcome.Coming.class, coming -> coming.what()
                    .join());
            assertThat(numbers(second.withoutWaiting())).containsExactly(20);
        }
        assertThat(session.begun()).containsExactly(0, 1, 2);
    }

    @Test
    void dropsTheWaitingRowsOfACallerWhoMustNotWaitAndIsGone() {
        FakeSession session = timesTen();
        Request<Tensors> request = Numbers.request(far(), 7, 8);
        try (Lanes lanes = lanes(session, 1, 64)) {
            Caller blocker = block(lanes);
            Attempts<Response<Tensors>> attempts = new Attempts<>(() -> lanes.infer(request), true, Runnable::run);
            assertThat(attempts.withoutWaiting()).isInstanceOf(Attempts.Outcome.Coming.class);
            assertThat(lanes.queuedRows()).isEqualTo(2);
            attempts.close();
            assertThat(lanes.queuedRows()).isZero();
            gate.open();
            assertThat(blocker.answer()).containsExactly(-10);
        }
        assertThat(session.begun()).containsExactly(BLOCKER);
    }
}

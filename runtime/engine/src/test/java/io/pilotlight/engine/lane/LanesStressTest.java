package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Many callers at once, on the real clock: whoever is answered has their own answer, and nobody waits for ever. */
@Timeout(120)
final class LanesStressTest {

    private static final SessionSettings SETTINGS = new SessionSettings(1, false, true);

    private static Lanes lanes(FakeSession session, int lanes, int capacity) {
        return new Lanes(
                new LaneSettings("fake", capacity, BatchRule.ALONE, lanes),
                session,
                new LanePlan(lanes, SETTINGS, 1),
                System::nanoTime);
    }

    private static Deadline in(Duration duration) {
        return Deadline.after(duration, System.nanoTime());
    }

    /** One to five numbers that no other caller has. */
    private static int[] numbersOf(int caller, Random random) {
        int[] numbers = new int[1 + random.nextInt(5)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = caller * 10 + i;
        }
        return numbers;
    }

    private static List<Integer> negated(int[] numbers) {
        return Arrays.stream(numbers).map(number -> -number).boxed().toList();
    }

    @Test
    void givesEachOfManyCallersTheirOwnAnswer() {
        Random random = new Random(1);
        FakeSession session = new FakeSession(number -> -number);
        List<int[]> questions = new ArrayList<>();
        try (Lanes lanes = lanes(session, 3, 100_000)) {
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                int[] numbers = numbersOf(i, random);
                questions.add(numbers);
                callers.add(Caller.ask(lanes, Numbers.request(in(Duration.ofMinutes(1)), numbers)));
            }
            for (int i = 0; i < callers.size(); i++) {
                assertThat(callers.get(i).answer()).isEqualTo(negated(questions.get(i)));
            }
            assertThat(lanes.queuedRows()).isZero();
        }
        assertThat(session.begun())
                .containsExactlyInAnyOrderElementsOf(
                        questions.stream().flatMapToInt(Arrays::stream).boxed().toList());
        assertThat(session.mostRunning()).isLessThanOrEqualTo(3);
    }

    /** A small queue, failing rows, short deadlines, callers who go away, and a shutdown in the middle of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void settlesEveryCallerWhateverHappens(long seed) {
        Random random = new Random(seed);
        FakeSession session = new FakeSession(number -> {
            if (number % 10 == 3) {
                throw new StackOverflowError("fault");
            }
            return -number;
        });
        Lanes lanes = lanes(session, 3, 40);
        List<int[]> questions = new ArrayList<>();
        List<Caller> callers = new ArrayList<>();
        Thread closer = new Thread(lanes::close);
        Caller early = Caller.ask(lanes, Numbers.request(in(Duration.ofMinutes(1)), 9));
        Await.until("a lane has its row", () -> !session.begun().isEmpty());
        for (int i = 0; i < 2_000; i++) {
            int[] numbers = numbersOf(i, random);
            questions.add(numbers);
            Duration patience = random.nextInt(4) == 0 ? Duration.ofNanos(20_000) : Duration.ofMinutes(1);
            callers.add(Caller.ask(lanes, Numbers.request(in(patience), numbers)));
            if (random.nextInt(4) == 0) {
                callers.get(random.nextInt(callers.size())).interrupt();
            }
            if (i == 1_500) {
                closer.start();
            }
        }
        Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            Await.until("the caller is settled", caller::hasOutcome);
            if (caller.hasFailed()) {
                Throwable failure = caller.failure();
                assertThat(failure).isInstanceOfAny(InferenceException.class, CancellationException.class);
                if (failure instanceof InferenceException e) {
                    codes.add(e.code());
                }
            } else {
                assertThat(caller.answer()).isEqualTo(negated(questions.get(i)));
                assertThat(caller.answer()).hasSizeLessThan(4); // the fourth row fails
            }
        }
        Await.until("it has closed", () -> !closer.isAlive());
        assertThat(early.answer()).containsExactly(-9);
        assertThat(Caller.ask(lanes, Numbers.request(in(Duration.ofMinutes(1)), 0))
                        .failure())
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DRAINING));
        assertThat(codes)
                .isSubsetOf(
                        ErrorCode.DRAINING,
                        ErrorCode.QUEUE_FULL,
                        ErrorCode.INTERNAL,
                        ErrorCode.DEADLINE_EXCEEDED,
                        ErrorCode.DEADLINE_EXPIRED_IN_QUEUE);
        assertThat(new HashSet<>(session.begun())).as("no row runs twice").hasSameSizeAs(session.begun());
        assertThat(session.mostRunning()).isLessThanOrEqualTo(3);
        assertThat(session.closings()).isEqualTo(1);
        assertThat(session.runsAtClosing()).isZero();
        assertThat(lanes.queuedRows()).isZero();
    }

    /** Runs that are shared, and a plan that changes whenever it can, beside all that. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void settlesEveryCallerWhoSharesRunsWhateverHappens(long seed) {
        Random random = new Random(seed);
        List<SummingSession> sessions = new CopyOnWriteArrayList<>(List.of(failing()));
        Lanes lanes = new Lanes(
                new LaneSettings("fake", 200, Rows.JOINED, Duration.ofNanos(50_000), 3),
                sessions.getFirst(),
                new LanePlan(2, SETTINGS, 16),
                System::nanoTime);
        AtomicBoolean closing = new AtomicBoolean();
        AtomicInteger wanted = new AtomicInteger();
        AtomicInteger adoptions = new AtomicInteger();
        Thread adopter = Thread.ofPlatform().start(() -> adoptUntil(closing, lanes, sessions, wanted, adoptions));
        List<int[]> questions = new ArrayList<>();
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            int[] numbers = numbersOf(i, random);
            questions.add(numbers);
            callers.add(Caller.ask(lanes, lengthy(numbers, random)));
            if (random.nextInt(4) == 0) {
                callers.get(random.nextInt(callers.size())).interrupt();
            }
            if (i % 100 == 0) {
                wanted.incrementAndGet();
            }
            if (i % 500 == 499) { // so that it is idle now and then
                callers.forEach(Caller::hasFailed);
                Await.until("it goes over to other plans", () -> adoptions.get() == wanted.get());
            }
        }
        closing.set(true);
        lanes.close();
        Await.until("nobody adopts", () -> !adopter.isAlive());
        int answered = 0;
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            if (caller.hasFailed()) {
                assertThat(caller.failure()).isInstanceOfAny(InferenceException.class, CancellationException.class);
            } else {
                int[] numbers = questions.get(i);
                assertThat(caller.response().results().stream()
                                .map(result -> result.numeric("sum").longs().get(0)))
                        .containsExactly(
                                Arrays.stream(numbers).mapToObj(n -> 2L * n).toArray(Long[]::new));
                assertThat(numbers).as("the fourth row fails").hasSizeLessThan(4);
                answered++;
            }
        }
        assertThat(answered).isGreaterThan(100);
        assertThat(sessions).anySatisfy(session -> assertThat(session.begun())
                .anySatisfy(run -> assertThat(run).hasSizeGreaterThan(1)));
        assertThat(sessions).allSatisfy(session -> {
            assertThat(session.closings()).isEqualTo(1);
            assertThat(session.runsThatMissedIt()).isZero();
        });
        assertThat(lanes.queuedRows()).isZero();
    }

    private static SummingSession failing() {
        return new SummingSession(numbers -> {
            if (numbers.stream().anyMatch(number -> number % 10 == 3)) {
                throw new StackOverflowError("fault");
            }
        });
    }

    /** Rows of length 2, of which padding makes no other sum. */
    private static Request<Tensors> lengthy(int[] numbers, Random random) {
        Duration patience = random.nextInt(4) == 0 ? Duration.ofNanos(50_000) : Duration.ofMinutes(1);
        LatencyTier tier = random.nextBoolean() ? LatencyTier.INTERACTIVE : LatencyTier.BATCH;
        return new Request<>(
                Arrays.stream(numbers).mapToObj(number -> Rows.row(number, 2)).toList(), tier, in(patience));
    }

    /** Goes over to another plan as often as is wanted, whenever the lanes let it. */
    private static void adoptUntil(
            AtomicBoolean closing,
            Lanes lanes,
            List<SummingSession> sessions,
            AtomicInteger wanted,
            AtomicInteger adoptions) {
        while (!closing.get()) {
            SummingSession crowd = failing();
            SummingSession lonely = failing();
            if (adoptions.get() < wanted.get()
                    && lanes.adopt(
                            new LanePlan(1 + adoptions.get() % 3, SETTINGS, 16, Optional.of(SETTINGS)),
                            Optional.of(new TimedSession(crowd)),
                            Optional.of(new TimedSession(lonely)))) {
                sessions.add(crowd);
                sessions.add(lonely);
                adoptions.incrementAndGet();
            }
            Thread.onSpinWait();
        }
    }
}

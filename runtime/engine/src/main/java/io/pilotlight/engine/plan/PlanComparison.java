package io.pilotlight.engine.plan;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.Lanes;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The standard plan and another, answering in turns: lonely requests, then a crowd. Where they have the same session, a lonely row is run
 * the same: only crowds tell them apart.
 */
final class PlanComparison implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Callers of a crowd: as many as rows can share runs for, unless these take so long that few of them tell as much. */
    private static final int MOST_CALLERS_PER_CORE = 16;

    private static final int LEAST_CALLERS_PER_CORE = 2;

    /** What one answer for each caller of a crowd may take, about. */
    private static final double ROUND_MILLIS = 50;

    /** Answers for each caller of a crowd: of the first, and the last, not all have company. */
    private static final int LEAST_ANSWERS_EACH = 3;

    private static final int MAX_WARM_UP_TURNS = 4;
    private static final double STILL_WARMING = 1.1;

    private final Tensors row;
    private final int cores;
    private final Duration slice;
    private final MeasuringTime time;
    private final Contestant standard;
    private final Contestant other;
    private final boolean ofLonelyRows;
    private boolean standardFirst;

    /** A plan's lanes, and what was measured of them, a figure for each round. */
    private record Contestant(Lanes lanes, List<Double> lonelyMillis, List<Double> crowdPerSecond) {

        Contestant(Lanes lanes) {
            this(lanes, new ArrayList<>(), new ArrayList<>());
        }

        void forget() {
            lonelyMillis.clear();
            crowdPerSecond.clear();
        }
    }

    /** A number of requests, how long they took together, and the median of the time that one of them took. */
    private record Slice(long answers, double seconds, double medianMillis) {}

    /**
     * Nothing measured yet.
     *
     * @param standard closed with this, as is the other
     * @param row what is asked
     */
    PlanComparison(Lanes standard, Lanes other, Tensors row, int cores, Duration slice, MeasuringTime time) {
        this.standard = new Contestant(standard);
        this.other = new Contestant(other);
        this.ofLonelyRows = !other.plan().session().equals(standard.plan().session());
        this.row = row;
        this.cores = cores;
        this.slice = slice;
        this.time = time;
    }

    /**
     * One slice of each kind of each, the one first in one round and the other in the next: a process that has just begun is faster with
     * each slice. Of lonely rows that are not compared one slice does, which tells how long they take.
     *
     * @return false if it is not let through for good
     */
    boolean takeTurns() {
        standardFirst = !standardFirst;
        Contestant first = standardFirst ? standard : other;
        Contestant second = standardFirst ? other : standard;
        boolean lonely = ofLonelyRows || standard.lonelyMillis().isEmpty();
        return (!lonely || (lonely(first) && lonely(second))) && crowd(first) && crowd(second);
    }

    /**
     * Turns until a process that has just begun hardly gets faster any more, and for half of the time at most; nothing of them is kept.
     */
    boolean warmUp(long endNanos) {
        long begun = time.nanos();
        long halfTime = begun + (endNanos - begun) / 2;
        double before;
        double now = 0;
        int turns = 0;
        do {
            if (!takeTurns()) {
                return false;
            }
            before = now;
            now = standard.crowdPerSecond().getLast() + other.crowdPerSecond().getLast();
            turns++;
        } while (turns < MAX_WARM_UP_TURNS && now >= before * STILL_WARMING && time.nanos() - halfTime < 0);
        standard.forget();
        other.forget();
        return true;
    }

    private boolean lonely(Contestant contestant) {
        Optional<Slice> slice = undisturbed(contestant, 1, 1);
        slice.ifPresent(it -> contestant.lonelyMillis().add(it.medianMillis()));
        return slice.isPresent();
    }

    private boolean crowd(Contestant contestant) {
        Optional<Slice> slice = undisturbed(contestant, callers(), LEAST_ANSWERS_EACH);
        slice.ifPresent(it -> contestant.crowdPerSecond().add(it.answers() / it.seconds()));
        return slice.isPresent();
    }

    /** As many for both. */
    private int callers() {
        double worth = ROUND_MILLIS / standard.lonelyMillis().getFirst();
        return cores * (int) Math.clamp(worth, LEAST_CALLERS_PER_CORE, MOST_CALLERS_PER_CORE);
    }

    /** A slice in which nobody else needed the processors; the others are lost. */
    private Optional<Slice> undisturbed(Contestant contestant, int crowd, int leastEach) {
        while (time.awaitOpen()) {
            Optional<Slice> slice = measure(contestant.lanes(), crowd, leastEach);
            if (slice.isPresent()) {
                return slice;
            }
        }
        return Optional.empty();
    }

    private Optional<Slice> measure(Lanes lanes, int crowd, int leastEach) {
        AtomicBoolean disturbed = new AtomicBoolean();
        LongAdder answers = new LongAdder();
        List<Double> millis = new ArrayList<>(); // of the first caller
        CountDownLatch ended = new CountDownLatch(crowd);
        long begun = System.nanoTime();
        for (int caller = 0; caller < crowd; caller++) {
            boolean looks = caller == 0;
            Thread.ofVirtual().start(() -> {
                try {
                    ask(lanes, leastEach, begun + slice.toNanos(), looks ? millis : null, disturbed, answers);
                } finally {
                    ended.countDown();
                }
            });
        }
        awaitUninterruptibly(ended);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return disturbed.get() ? Optional.empty() : Optional.of(new Slice(answers.sum(), seconds, median(millis)));
    }

    /** The caller who notes the times also looks whether somebody else needs the processors: one of them does for all. */
    private void ask(
            Lanes lanes,
            int least,
            long endNanos,
            @Nullable List<Double> millis,
            AtomicBoolean disturbed,
            LongAdder answers) {
        long now = System.nanoTime();
        for (int asked = 0; asked < least || now - endNanos < 0; asked++) {
            if (millis != null && !time.isOpen()) {
                disturbed.set(true);
            }
            if (disturbed.get()) {
                return;
            }
            long before = now;
            lanes.infer(new Request<>(List.of(row), LatencyTier.BATCH, Deadline.after(PATIENCE, before)));
            answers.increment();
            now = System.nanoTime();
            if (millis != null) {
                millis.add((now - before) / 1e6);
            }
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // callers look after themselves, and soon end
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    PlanMeasurement ofStandard() {
        return measurement(standard, 1, 1);
    }

    PlanMeasurement ofOther() {
        return measurement(
                other,
                ofLonelyRows ? median(ratios(standard.lonelyMillis(), other.lonelyMillis())) : 1,
                median(ratios(other.crowdPerSecond(), standard.crowdPerSecond())));
    }

    private static PlanMeasurement measurement(Contestant contestant, double lonelyGain, double crowdGain) {
        LanePlan plan = contestant.lanes().plan();
        return new PlanMeasurement(
                plan, median(contestant.lonelyMillis()), median(contestant.crowdPerSecond()), lonelyGain, crowdGain);
    }

    private static List<Double> ratios(List<Double> over, List<Double> under) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < under.size(); round++) {
            ratios.add(over.get(round) / under.get(round));
        }
        return ratios;
    }

    private static double median(List<Double> values) {
        int size = values.size();
        return values.stream()
                .sorted()
                .skip((size - 1) / 2)
                .limit(size % 2 == 0 ? 2 : 1)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        standard.lanes().close();
        other.lanes().close();
    }
}

package io.pilotlight.engine.plan;

import io.pilotlight.api.Tensors;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.lane.TimedSession;
import io.pilotlight.engine.session.Session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Finds the plan for a model's lanes while they are idle, and has them adopt it. Measures on the row that the model was warmed
 * up with, again until two surveys in turn have chosen the same, and when callers turn out to send rows of quite another size. Owns one
 * thread, which sleeps while the lanes work.
 */
public final class Planner implements AutoCloseable {

    /** Rows of so many times the elements, or so many times fewer, are others. */
    private static final double OTHER_SIZE = 2;

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Lanes lanes;
    private final SpareTime spareTime;
    private final SessionSource sessions;
    private final PlannerSettings settings;
    private final BooleanSupplier secondSession;
    private final Consumer<PlanFindings> told;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Turnstile measuring;
    private final Turnstile adopting;
    private final Thread thread;

    /** Makes a survey whose standard is the given plan. */
    @FunctionalInterface
    public interface Surveys {

        PlanSurvey of(LanePlan standard, Turnstile turnstile);
    }

    /**
     * Begins, on a thread of its own.
     *
     * @param spareTime of the process; these lanes are among those that it watches
     * @param row that the model was warmed up with
     * @param known what was found before, of which only a second session is missing; it is measured again where it is doubted
     * @param secondSession whether there is memory for one
     * @param told of each survey's findings, after the lanes have adopted them
     */
    public Planner(
            String name,
            Lanes lanes,
            SpareTime spareTime,
            SessionSource sessions,
            Surveys surveys,
            PlannerSettings settings,
            Tensors row,
            Optional<PlanFindings> known,
            BooleanSupplier secondSession,
            Consumer<PlanFindings> told) {
        this.lanes = lanes;
        this.spareTime = spareTime;
        this.sessions = sessions;
        this.settings = settings;
        this.secondSession = secondSession;
        this.told = told;
        this.measuring = new WhileIdle(this::quietNanos);
        this.adopting = new WhileIdle(spareTime::idleNanos);
        this.thread = Thread.ofPlatform().name("planner-" + name).daemon().start(() -> {
            if (known.map(found -> complete(found) && !found.isSettled()).orElse(true)) {
                measure(surveys, row, known);
            }
        });
    }

    /** With its second session, where there is memory for that; false if there is no more time for it. Bounds stay as they are now. */
    private boolean complete(PlanFindings known) {
        LanePlan plan = lanes.plan();
        LanePlan whole = plan.withLonely(known.chosen().lonely());
        return whole.equals(plan) || !secondSession.getAsBoolean() || (adopting.awaitOpen() && adopt(whole));
    }

    private void measure(Surveys surveys, Tensors warmUp, Optional<PlanFindings> known) {
        Optional<PlanFindings> found = known;
        Optional<Tensors> row = Optional.of(warmUp);
        for (int done = 0; done < settings.surveys() && row.isPresent(); done++) {
            Tensors example = row.get();
            found = measureInSpareTime(surveys, example, found);
            row = found.flatMap(latest -> awaitReason(example, latest));
        }
    }

    /** As soon as no other survey does; empty if it failed or there is no more time for that. */
    private Optional<PlanFindings> measureInSpareTime(Surveys surveys, Tensors row, Optional<PlanFindings> earlier) {
        while (!spareTime.take()) {
            if (isClosedWithin(LOOK)) {
                return Optional.empty();
            }
        }
        try {
            return measuring.awaitOpen() ? measureOnce(surveys, row, earlier) : Optional.empty();
        } finally {
            spareTime.giveBack();
        }
    }

    private long quietNanos() {
        long idle = spareTime.idleNanos();
        return idle < settings.patience().toNanos() ? spareTime.quietNanos() : idle;
    }

    private Optional<PlanFindings> measureOnce(Surveys surveys, Tensors row, Optional<PlanFindings> earlier) {
        LanePlan plan = lanes.plan();
        LanePlan standard = plan.withLonely(Optional.empty());
        Optional<PlanFindings> findings = surveys.of(standard, measuring)
                .run(lanes.session(), row, plan.lonely().isPresent() || secondSession.getAsBoolean())
                .filter(found -> adopt(found.chosen()))
                .map(found -> earlier.map(found::after).orElse(found));
        findings.ifPresent(told);
        return findings;
    }

    /** A row to measure on again: that one where the plan is doubted, or one of quite another size, once callers send such rows. */
    private Optional<Tensors> awaitReason(Tensors measured, PlanFindings found) {
        while (!isClosedWithin(settings.pause())) {
            Optional<Tensors> latest = lanes.latestRow();
            double ratio = latest.map(row -> (double) elements(row) / elements(measured))
                    .orElse(1.0);
            if (ratio >= OTHER_SIZE || ratio <= 1 / OTHER_SIZE) {
                return latest;
            }
            if (!found.isSettled()) {
                return Optional.of(measured);
            }
        }
        return Optional.empty();
    }

    private static long elements(Tensors row) {
        return Math.max(
                1,
                row.byName().values().stream()
                        .mapToLong(tensor -> tensor.shape().elementCount())
                        .sum());
    }

    /** Opens what the plan needs and goes over to it; false if there is no more time for that. */
    private boolean adopt(LanePlan plan) {
        if (plan.equals(lanes.plan())) {
            return true;
        }
        boolean otherCrowd = !plan.session().equals(lanes.plan().session());
        Optional<TimedSession> crowd = otherCrowd ? Optional.of(open(plan)) : Optional.empty();
        Optional<TimedSession> lonely = plan.lonely().map(settings -> new TimedSession(sessions.open(settings)));
        while (adopting.awaitOpen()) {
            if (lanes.adopt(plan, crowd, lonely)) {
                return true;
            }
        }
        crowd.map(TimedSession::session).ifPresent(Session::close);
        lonely.map(TimedSession::session).ifPresent(Session::close);
        return false;
    }

    private TimedSession open(LanePlan plan) {
        return new TimedSession(sessions.open(plan.session()));
    }

    /** Shut while somebody needs the processors, and for a while after that: who has come once may come again. */
    private final class WhileIdle implements Turnstile {

        private final LongSupplier idleNanos;
        private volatile boolean wasDisturbed = true;

        WhileIdle(LongSupplier idleNanos) {
            this.idleNanos = idleNanos;
        }

        @Override
        public boolean isOpen() {
            boolean open = idleNanos.getAsLong() >= 0 && closed.getCount() > 0;
            wasDisturbed |= !open;
            return open;
        }

        @Override
        public boolean awaitOpen() {
            while (idleNanos.getAsLong() < (wasDisturbed ? settings.idle().toNanos() : 0)) {
                wasDisturbed = true;
                if (isClosedWithin(LOOK)) {
                    return false;
                }
            }
            wasDisturbed = false;
            return closed.getCount() > 0;
        }
    }

    private boolean isClosedWithin(Duration patience) {
        try {
            return closed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows this thread to interrupt it", e);
        }
    }

    /** Ends measuring, in the middle of it if need be. The lanes go on. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the lanes must not be closed under a survey that uses their session
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

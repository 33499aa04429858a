package io.pilotlight.router.pool;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.queue.QueueLag;
import io.pilotlight.router.catalog.Placement;
import io.pilotlight.router.decision.Candidate;
import io.pilotlight.router.decision.Candidate.Warmth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A function in a pool: its endpoints, who waits for one, and what was learnt of it. One lock guards all of it, and is held for
 * nothing that waits; who waits is told outside of it.
 */
public final class Backend {

    /** After which what is known of answers is not relied upon any more. */
    private static final Duration STALE = Duration.ofSeconds(10);

    private final String pool;
    private final double cost;
    private final Placement placement;
    private final Endpoints endpoints;
    private final WaitingRoom waiting;
    private final ServiceTimes times = new ServiceTimes();
    private final Completions completions = new Completions();
    private final ColdStarts starts;
    private final QueueWork queue = new QueueWork();
    private final Supply supply;
    private long lastAnswerNanos;
    private boolean answeredEver;

    /** Makes a backend's supply, which knows it. */
    interface SupplyFactory {
        Supply of(Backend backend);
    }

    /**
     * Nothing runs yet.
     *
     * @param maxWaiting how many may wait for an endpoint
     */
    Backend(
            String pool,
            double cost,
            Placement placement,
            TierShares shares,
            int maxWaiting,
            Duration startGuess,
            SupplyFactory supply) {
        this.pool = pool;
        this.cost = cost;
        this.placement = placement;
        this.endpoints = new Endpoints(placement.concurrency(), shares);
        this.waiting = new WaitingRoom(maxWaiting);
        this.starts = new ColdStarts(startGuess);
        this.supply = supply.of(this);
    }

    public String pool() {
        return pool;
    }

    public Placement placement() {
        return placement;
    }

    /** The class of a request of so many bytes, for {@link #candidate} and {@link Lease#end}. */
    public static int sizeClass(long bytes) {
        return ServiceTimes.sizeClass(bytes);
    }

    /** What a decision has to know of it. */
    public Candidate candidate(LatencyTier tier, int sizeClass) {
        long now = System.nanoTime();
        Supply.State state = supply.state(now);
        synchronized (this) {
            Warmth warmth = warmth(state, now);
            Duration answer = times.expected(sizeClass).orElse(Duration.ZERO);
            return new Candidate(
                    pool,
                    cost,
                    warmth,
                    answer.plus(turn(tier)),
                    warmth == Warmth.WARM ? Duration.ZERO : state.left(),
                    times.isOlderThan(STALE, sizeClass, now));
        }
    }

    private Warmth warmth(Supply.State state, long now) {
        if (endpoints.isEmpty()) {
            return state.warmth();
        }
        if (!endpoints.isAnyUsable(now)) {
            return Warmth.BROKEN;
        }
        return state.warmth() == Warmth.COLD ? Warmth.COLD : Warmth.WARM;
    }

    /** Until somebody of that tier who came now would have an endpoint. */
    private Duration turn(LatencyTier tier) {
        return endpoints.hasRoom(tier) && waiting.count() == 0
                ? Duration.ZERO
                : completions.until(waiting.count() + 1).orElse(Duration.ZERO);
    }

    /** Somebody's use of an endpoint, to be ended once. */
    public final class Lease {

        private final Endpoint endpoint;
        private final boolean asleep;
        private final long beganNanos = System.nanoTime();
        private boolean ended;

        private Lease(Endpoint endpoint, boolean asleep) {
            this.endpoint = endpoint;
            this.asleep = asleep;
        }

        public Endpoint endpoint() {
            return endpoint;
        }

        public Backend backend() {
            return Backend.this;
        }

        /** The answer has come: in that time, measured from when the endpoint was asked. */
        public void answered(int sizeClass) {
            end(Optional.of(sizeClass), false);
        }

        /** Nobody waits any more, because it has taken too long: that much is known of its speed. */
        public void overdue(int sizeClass) {
            long now = System.nanoTime();
            synchronized (Backend.this) {
                if (!ended && !asleep) {
                    times.observe(sizeClass, now - beganNanos, now);
                }
            }
            end(Optional.empty(), false);
        }

        /** It has refused, or nobody waits any more: that says nothing of its speed. */
        public void returned() {
            end(Optional.empty(), false);
        }

        /** It did not answer as it should. */
        public void failed() {
            end(Optional.empty(), true);
        }

        private void end(Optional<Integer> sizeClass, boolean failed) {
            long now = System.nanoTime();
            synchronized (Backend.this) {
                if (ended) {
                    return;
                }
                ended = true;
                endpoints.end(endpoint, failed, beganNanos, now);
                completions.add(waiting.count() > 0, now);
                sizeClass.ifPresent(size -> learn(size, now));
                if (sizeClass.isPresent()) {
                    lastAnswerNanos = now;
                    answeredEver = true;
                    endpoint.answered();
                }
            }
            serveWaiting();
        }

        /** What woke something up took a start and an answer. */
        private void learn(int size, long now) {
            Duration took = Duration.ofNanos(now - beganNanos);
            if (asleep) {
                Duration start = took.minus(times.mean(size).orElse(Duration.ZERO));
                starts.observe(start.isNegative() ? Duration.ZERO : start, Map.of());
            } else {
                times.observe(size, took.toNanos(), now);
            }
        }
    }

    /** A place among those who wait, to be left by who waits no longer. */
    public final class Turn {

        private final WaitingRoom.Place place;

        private Turn(WaitingRoom.Place place) {
            this.place = place;
        }

        public void leave() {
            synchronized (Backend.this) {
                waiting.leave(place);
            }
        }
    }

    /**
     * Asks for the least used endpoint: at once where there is one, or else when one is free.
     *
     * @return his place among those who wait; empty if he has been told already
     */
    public Optional<Turn> ask(Waiter waiter) {
        long now = System.nanoTime();
        Supply.State state = supply.state(now);
        Optional<Endpoint> found;
        WaitingRoom.Entry entry = new WaitingRoom.Entry(Optional.empty(), Optional.empty());
        Optional<InferenceException> refusal = Optional.empty();
        int wanted;
        synchronized (this) {
            found = waiting.first()
                            .filter(first -> first.tier().compareTo(waiter.tier()) <= 0)
                            .isPresent()
                    ? Optional.empty()
                    : endpoints.take(waiter.tier(), now);
            if (found.isEmpty()) {
                refusal = refusal(waiter, state, now);
                if (refusal.isEmpty()) {
                    entry = waiting.enter(waiter);
                }
            }
            wanted = endpoints.inFlight() + waiting.count();
        }
        supply.want(wanted);
        if (found.isPresent()) {
            waiter.take(new Lease(found.get(), state.warmth() == Warmth.COLD));
            return Optional.empty();
        }
        entry.shed().ifPresent(shed -> shed.refuse(full()));
        if (entry.placed().isEmpty()) {
            waiter.refuse(refusal.orElseGet(this::full));
        }
        return entry.placed().map(Turn::new);
    }

    /** Who cannot be served in time is told so before he waits for it. */
    private Optional<InferenceException> refusal(Waiter waiter, Supply.State state, long now) {
        if (endpoints.isEmpty() && state.warmth() == Warmth.BROKEN) {
            return Optional.of(InferenceException.retryLater(ErrorCode.NO_ENDPOINT, state.reason(), state.left()));
        }
        if (endpoints.isEmpty()) {
            return Optional.empty(); // how long a start takes is no promise
        }
        if (!endpoints.isAnyUsable(now)) {
            return Optional.of(InferenceException.retryLater(
                    ErrorCode.NO_ENDPOINT,
                    "pool " + pool + ": its endpoints have failed lately",
                    Duration.ofSeconds(1)));
        }
        Duration turn = completions.until(waiting.ahead(waiter) + 1).orElse(Duration.ZERO);
        Duration late = turn.minusNanos(waiter.deadline().remainingNanos(now));
        return late.isPositive()
                ? Optional.of(InferenceException.retryLater(
                        ErrorCode.QUEUE_FULL,
                        "pool " + pool + ": " + waiting.count() + " requests wait, and yours would have its turn in "
                                + turn.toMillis() + " ms, after its deadline",
                        late))
                : Optional.empty();
    }

    private synchronized InferenceException full() {
        return InferenceException.retryLater(
                ErrorCode.QUEUE_FULL,
                "pool " + pool + ": " + waiting.count() + " requests wait, no more are taken",
                completions.until(waiting.count()).orElse(Duration.ofSeconds(1)));
    }

    private record Served(Waiter waiter, Endpoint endpoint) {}

    /** Gives those who wait what is free; also now and then, since endpoints that had failed are tried again. */
    void serveWaiting() {
        List<Served> served = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            Optional<Waiter> first = waiting.first();
            while (first.isPresent()) {
                Optional<Endpoint> endpoint = endpoints.take(first.get().tier(), now);
                if (endpoint.isEmpty()) {
                    break;
                }
                served.add(new Served(waiting.next().orElseThrow(), endpoint.get()));
                first = waiting.first();
            }
        }
        served.forEach(one -> one.waiter().take(new Lease(one.endpoint(), false)));
    }

    /** Has one started where there is none. */
    public void wake() {
        supply.wake();
    }

    /** Requests under way and those that wait; while records wait it is as if there was one at least, so that a process is there. */
    synchronized int demand() {
        return Math.max(endpoints.inFlight() + waiting.count(), queue.recordsWait() ? 1 : 0);
    }

    /** That was found in the queue that its processes work on: working on it is use of them. */
    public synchronized void found(QueueLag.Reading reading) {
        if (queue.found(reading)) {
            endpoints.useAll(System.nanoTime());
        }
    }

    /** What its queue holds is not known any more: its processes are left the time that they have without use. */
    public synchronized void lostSightOfQueue() {
        if (queue.lost()) {
            endpoints.useAll(System.nanoTime());
        }
    }

    /** Records that wait in its queue; empty while that is not known. */
    public synchronized OptionalLong lag() {
        return queue.lag();
    }

    /** It has answered a question that nobody had asked: it does not sleep. */
    synchronized void awake(long nowNanos) {
        lastAnswerNanos = nowNanos;
        answeredEver = true;
    }

    /** Whether it has answered anything yet. */
    synchronized boolean hasAnswered(Endpoint endpoint) {
        return endpoint.hasAnswered();
    }

    /** Whether nothing was answered after that moment. */
    synchronized boolean answeredNothingSince(long nanos) {
        return !answeredEver || lastAnswerNanos - nanos <= 0;
    }

    /** One more answers from now on. */
    void add(Endpoint endpoint) {
        synchronized (this) {
            endpoints.add(endpoint);
        }
        serveWaiting();
    }

    /** Nobody is sent there any more. */
    synchronized void remove(Endpoint endpoint) {
        endpoints.remove(endpoint);
    }

    /**
     * Takes an endpoint away if nobody uses it, nobody has for so long, and no records wait.
     *
     * @return whether it did
     */
    synchronized boolean removeIfIdle(Endpoint endpoint, long sinceNanos) {
        boolean idle = endpoint.inFlight() == 0
                && waiting.count() == 0
                && !queue.recordsWait()
                && endpoint.lastUsedNanos() - sinceNanos <= 0;
        if (idle) {
            endpoints.remove(endpoint);
        }
        return idle;
    }

    /** There will be no endpoint soon: nobody is left waiting for one. */
    void refuseWaiting(InferenceException reason) {
        List<Waiter> all;
        synchronized (this) {
            all = waiting.leaveAll();
        }
        all.forEach(waiter -> waiter.refuse(reason));
    }

    synchronized void started(Duration duration, Map<String, Duration> parts) {
        starts.observe(duration, parts);
    }

    /** What a start may take. */
    synchronized Duration expectedStart() {
        return starts.expected();
    }

    /** The parts of the last start. */
    public synchronized Map<String, Duration> startParts() {
        return starts.parts();
    }

    /** How it is now. */
    public BackendReport report() {
        long now = System.nanoTime();
        Warmth warmth = candidate(LatencyTier.REALTIME, 0).warmth();
        Supply.State state = supply.state(now);
        synchronized (this) {
            return new BackendReport(
                    warmth,
                    warmth == Warmth.BROKEN ? state.reason() : "",
                    endpoints.inFlight(),
                    waiting.count(),
                    queue.lag(),
                    times.mean(0),
                    starts.count(),
                    starts.mean(),
                    starts.parts(),
                    endpoints.report());
        }
    }

    /** Ends it: nobody waits any longer, and what it has started is stopped. */
    void close() {
        refuseWaiting(InferenceException.retryLater(
                ErrorCode.NO_ENDPOINT,
                "pool " + pool + " no longer runs " + placement.function(),
                Duration.ofSeconds(1)));
        supply.close();
    }
}

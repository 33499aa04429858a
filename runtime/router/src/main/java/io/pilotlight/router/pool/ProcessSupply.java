package io.pilotlight.router.pool;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.router.catalog.Source;
import io.pilotlight.router.decision.Candidate.Warmth;

import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Processes of this machine: as many as are wanted, from none to a maximum. One lock guards what there is; starting and stopping wait on
 * virtual threads outside of it.
 */
final class ProcessSupply implements Supply {

    private static final Logger LOG = Logger.getLogger(ProcessSupply.class);

    /** One that dies sooner after it was ready, and has answered nothing, has not worked. */
    private static final Duration PROVEN = Duration.ofSeconds(10);

    private final Backend backend;
    private final Source.Processes source;
    private final String name;
    private final int concurrency;
    private final Optional<Path> log;
    private final Readiness readiness;
    private final StartObserver observer;
    private final List<Running> running = new ArrayList<>();
    private final Backoff backoff = new Backoff();
    private int starting;
    private long startingSinceNanos;
    private String lastFault = "";
    private boolean closed;

    /** A process that is ready. */
    private record Running(FunctionProcess process, Endpoint endpoint, long sinceNanos) {}

    /**
     * None runs yet.
     *
     * @param log where their output goes; without one it is the router's
     */
    ProcessSupply(
            Backend backend, Source.Processes source, Optional<Path> log, Readiness readiness, StartObserver observer) {
        this.backend = backend;
        this.source = source;
        this.name = "function " + backend.placement().function() + " in pool " + backend.pool();
        this.concurrency = backend.placement().concurrency();
        this.log = log;
        this.readiness = readiness;
        this.observer = observer;
    }

    @Override
    public synchronized void want(int requests) {
        int wanted = Math.min(source.max(), (requests + concurrency - 1) / concurrency);
        while (!closed
                && running.size() + starting < wanted
                && backoff.left(System.nanoTime()).isZero()) {
            if (starting++ == 0) {
                startingSinceNanos = System.nanoTime();
            }
            Thread.ofVirtual().name("start " + name).start(this::start);
        }
    }

    @Override
    public void wake() {
        want(Math.max(1, backend.demand()));
    }

    @Override
    public State state(long nowNanos) {
        Duration expected = backend.expectedStart(); // before this lock: the backend's own is never taken inside it
        synchronized (this) {
            if (!running.isEmpty()) {
                return new State(Warmth.WARM, Duration.ZERO, "");
            }
            if (starting > 0) {
                Duration left = expected.minusNanos(nowNanos - startingSinceNanos);
                return new State(Warmth.STARTING, left.isNegative() ? Duration.ZERO : left, "");
            }
            Duration pause = backoff.left(nowNanos);
            return pause.isZero() ? new State(Warmth.COLD, expected, "") : new State(Warmth.BROKEN, pause, lastFault);
        }
    }

    private void start() {
        long startNanos = System.nanoTime();
        try {
            FunctionProcess process = FunctionProcess.start(source, log);
            boolean adopted = false;
            try {
                adopted = awaitStart(process, startNanos);
            } finally {
                if (!adopted) {
                    process.kill();
                }
            }
        } catch (IOException e) {
            failed("it cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it is ready and has it serve; false if nothing comes of it. */
    private boolean awaitStart(FunctionProcess process, long startNanos) throws InterruptedException {
        BooleanSupplier goesOn = () -> process.isAlive()
                && !isClosed()
                && System.nanoTime() - startNanos < source.startTimeout().toNanos();
        if (readiness.awaitListening(process.port(), goesOn)) {
            Duration listening = Duration.ofNanos(System.nanoTime() - startNanos);
            OptionalLong pid = process.pid(); // takes milliseconds, which it needs to load anyway
            if (readiness.awaitReady(process.port(), goesOn)) {
                long now = System.nanoTime();
                Map<String, Duration> parts = new LinkedHashMap<>();
                parts.put("listen", listening);
                parts.put("load", Duration.ofNanos(now - startNanos).minus(listening));
                Endpoint endpoint = new Endpoint("127.0.0.1", process.port(), false, pid, now);
                return adopt(new Running(process, endpoint, now), startNanos, parts);
            }
        }
        failed(
                process.isAlive()
                        ? "it was not ready within " + source.startTimeout().toMillis() + " ms"
                        : "its process ended with exit code " + process.exit().join() + " before it was ready");
        return false;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private boolean adopt(Running one, long startNanos, Map<String, Duration> parts) throws InterruptedException {
        Duration duration = Duration.ofNanos(one.sinceNanos() - startNanos);
        FunctionProcess process = one.process();
        Endpoint endpoint = one.endpoint();
        synchronized (this) {
            if (closed) {
                return false;
            }
            starting--;
            running.add(one);
        }
        backend.started(duration, parts);
        backend.add(endpoint);
        LOG.infof(
                "%s is ready after %d ms, pid %d",
                name, duration.toMillis(), endpoint.pid().orElse(0));
        CompletableFuture<Void> _ = process.exit().thenAccept(code -> ended(one, code));
        Map<String, Duration> all = new TreeMap<>(parts); // after the first requests have been given to it
        readiness.phases(process.port()).forEach((phase, took) -> all.put("process-" + phase, took));
        observer.started(backend.pool(), backend.placement().function(), duration, all);
        return true;
    }

    private void failed(String fault) {
        Duration pause;
        synchronized (this) {
            starting--;
            backoff.failed(System.nanoTime());
            pause = backoff.left(System.nanoTime());
            lastFault = name + ": " + fault;
            if (closed || !running.isEmpty() || starting > 0) {
                return;
            }
        }
        LOG.warnf("%s: %s; it is tried again in %d ms", name, fault, pause.toMillis());
        backend.refuseWaiting(InferenceException.retryLater(ErrorCode.NO_ENDPOINT, name + ": " + fault, pause));
    }

    /** Of itself, or because it was told to. */
    private void ended(Running one, int code) {
        boolean unexpected;
        boolean answered = backend.hasAnswered(one.endpoint());
        synchronized (this) {
            unexpected = running.remove(one);
            if (unexpected) {
                if (answered || System.nanoTime() - one.sinceNanos() >= PROVEN.toNanos()) {
                    backoff.worked();
                } else {
                    backoff.failed(System.nanoTime());
                    lastFault = name + ": its process ended with exit code " + code + " soon after its start";
                }
            }
        }
        if (unexpected) {
            backend.remove(one.endpoint());
            LOG.warnf(
                    "%s: process %d ended with exit code %d",
                    name, one.endpoint().pid().orElse(0), code);
            want(backend.demand());
        }
    }

    /** Stops those that nobody has used for long enough; starts what is wanted and could not be started before. */
    void tend() {
        want(backend.demand());
        long now = System.nanoTime();
        List<Running> idle;
        synchronized (this) {
            running.stream()
                    .filter(one -> now - one.sinceNanos() >= PROVEN.toNanos())
                    .findAny()
                    .ifPresent(one -> backoff.worked());
            idle = List.copyOf(running);
        }
        for (Running one : idle) {
            if (backend.removeIfIdle(one.endpoint(), now - source.idle().toNanos())) {
                stop(one, "idle for " + source.idle().toMillis() + " ms");
            }
        }
    }

    private void stop(Running one, String reason) {
        synchronized (this) {
            running.remove(one);
        }
        LOG.infof("%s stops, pid %d: %s", name, one.endpoint().pid().orElse(0), reason);
        Thread.ofVirtual().name("stop " + name).start(() -> stopNow(one));
    }

    private void stopNow(Running one) {
        try {
            one.process().stop(source.drainTimeout());
        } catch (InterruptedException e) {
            one.process().kill();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        List<Running> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(running);
            running.clear();
        }
        left.forEach(one -> backend.remove(one.endpoint()));
        List<Thread> stopping = left.stream()
                .map(one -> Thread.ofVirtual().start(() -> stopNow(one)))
                .toList();
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

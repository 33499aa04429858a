package io.pilotlight.cache;

import io.pilotlight.api.Waiting;

import io.netty.channel.EventLoopGroup;
import org.infinispan.client.hotrod.Flag;
import org.infinispan.client.hotrod.RemoteCache;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An Infinispan cache, over Hot Rod, in which all replicas keep bytes. It is a help and never a need: what it is asked within a
 * request it answers within a budget or not at all, and after a few failures it is left alone for a while. It connects when it is
 * first asked, beside the request, and again whenever that is needed.
 */
@SuppressWarnings("ArrayAsKeyOfSetOrMap") // so the client wants them, and none is looked for
public final class SharedStore implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SharedStore.class.getName());

    private static final int REHEARSALS = 3;
    private static final int MOST_COMPLAINTS = 8;
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    /** After so long without an answer there is another client: one may go on asking nodes that are gone. */
    private static final long LOST_NANOS = Duration.ofSeconds(3).toNanos();

    /** Of writes that are on their way: more are dropped, and computed again some day. */
    private static final int MOST_WRITTEN_BYTES = 16 << 20;

    private final StoreSettings settings;
    private final EventLoopGroup eventLoops;
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final Semaphore writable = new Semaphore(MOST_WRITTEN_BYTES);
    private final StoreUse use = new StoreUse();

    /** The last attempt to connect: completed when it is over, however it ended. */
    private final AtomicReference<CompletableFuture<Void>> connecting =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    private volatile long nextConnectNanos = System.nanoTime();
    private volatile @Nullable StoreClient client;
    private volatile @Nullable RemoteCache<byte[], byte[]> cache;
    private volatile boolean closed;

    /** Why it could not be connected, as far as that was told since it last was. */
    private final Set<String> complaints = new HashSet<>();

    /**
     * Connects to nothing yet.
     *
     * @param eventLoops that connections shall be on: whoever asks on the loop of one wakes no other thread
     */
    public SharedStore(StoreSettings settings, EventLoopGroup eventLoops) {
        this.settings = settings;
        this.eventLoops = eventLoops;
    }

    /** What a request waits for it at most, each time. */
    Duration budget() {
        return settings.budget();
    }

    /** Those of the keys that it has. */
    StoreQuestion<Map<StoreKey, byte[]>> get(Set<StoreKey> keys, Duration patience) {
        return lookUp(
                cache -> keys.size() == 1 ? getOne(cache, keys.iterator().next()) : getAll(cache, keys), patience);
    }

    /** The client takes about half as long for it as for all of one. */
    private static CompletableFuture<Map<StoreKey, byte[]>> getOne(RemoteCache<byte[], byte[]> cache, StoreKey key) {
        return cache.getAsync(key.bytes()).thenApply(value -> value == null ? Map.of() : Map.of(key, value));
    }

    private static CompletableFuture<Map<StoreKey, byte[]>> getAll(
            RemoteCache<byte[], byte[]> cache, Set<StoreKey> keys) {
        Set<byte[]> wanted = new HashSet<>();
        keys.forEach(key -> wanted.add(key.bytes()));
        return cache.getAllAsync(wanted).thenApply(found -> {
            Map<StoreKey, byte[]> values = new HashMap<>();
            found.forEach((key, value) -> values.put(StoreKey.of(key), value));
            return values;
        });
    }

    private static int bytes(Map<StoreKey, byte[]> values) {
        return values.values().stream().mapToInt(value -> value.length).sum();
    }

    /** Puts those under which nothing lies, and gives what lies under the others. */
    StoreQuestion<Map<StoreKey, byte[]>> putIfAbsent(
            Map<StoreKey, byte[]> values, Duration lifespan, Duration patience) {
        return lookUp(
                cache -> {
                    RemoteCache<byte[], byte[]> telling = cache.withFlags(Flag.FORCE_RETURN_VALUE);
                    Map<StoreKey, CompletableFuture<byte[]>> puts = new HashMap<>();
                    values.forEach((key, value) -> puts.put(
                            key,
                            telling.putIfAbsentAsync(key.bytes(), value, lifespan.toMillis(), TimeUnit.MILLISECONDS)));
                    return CompletableFuture.allOf(puts.values().toArray(CompletableFuture[]::new))
                            .thenApply(_ -> {
                                Map<StoreKey, byte[]> before = new HashMap<>();
                                puts.forEach((key, put) -> {
                                    if (put.join() != null) {
                                        before.put(key, put.join());
                                    }
                                });
                                return before;
                            });
                },
                patience);
    }

    /** Puts it, and waits for that as long as an operation may take. */
    boolean put(StoreKey key, byte[] value, Duration lifespan) {
        RemoteCache<byte[], byte[]> connected = connected();
        return connected != null
                && ask(
                                () -> connected
                                        .putAsync(key.bytes(), value, lifespan.toMillis(), TimeUnit.MILLISECONDS)
                                        .thenApply(_ -> true),
                                StoreClient.PATIENCE)
                        .await()
                        .orElse(false);
    }

    /**
     * Puts them some time soon, unless too much is on its way already.
     *
     * @return completed when they are there; fails if they are not
     */
    CompletableFuture<Void> offer(Map<StoreKey, byte[]> values, Duration lifespan) {
        int bytes = bytes(values);
        RemoteCache<byte[], byte[]> connected = cache;
        if (connected == null || !writable.tryAcquire(bytes)) {
            return CompletableFuture.failedFuture(new IllegalStateException("no room, or no store"));
        }
        CompletableFuture<Void> writing;
        try {
            writing = values.size() == 1
                    ? putOne(connected, values.entrySet().iterator().next(), lifespan)
                    : putAll(connected, values, lifespan);
        } catch (RuntimeException e) {
            writing = CompletableFuture.failedFuture(e);
        }
        use.wrote(bytes);
        return writing.whenComplete((_, _) -> writable.release(bytes));
    }

    /** The client and the server take less for it than for all of one. */
    private static CompletableFuture<Void> putOne(
            RemoteCache<byte[], byte[]> cache, Map.Entry<StoreKey, byte[]> entry, Duration lifespan) {
        return cache.putAsync(entry.getKey().bytes(), entry.getValue(), lifespan.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(_ -> null);
    }

    private static CompletableFuture<Void> putAll(
            RemoteCache<byte[], byte[]> cache, Map<StoreKey, byte[]> values, Duration lifespan) {
        Map<byte[], byte[]> written = new HashMap<>();
        values.forEach((key, value) -> written.put(key.bytes(), value));
        return cache.putAllAsync(written, lifespan.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Removes them some time soon, or forgets about it. */
    void remove(Set<StoreKey> keys) {
        RemoteCache<byte[], byte[]> connected = cache;
        if (connected != null) {
            try {
                for (StoreKey key : keys) {
                    CompletableFuture<byte[]> _ = connected.removeAsync(key.bytes());
                }
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "not removed: {0}", e.getMessage());
            }
        }
    }

    /** Asks, and counts what is found. */
    private StoreQuestion<Map<StoreKey, byte[]>> lookUp(
            Function<RemoteCache<byte[], byte[]>, CompletableFuture<Map<StoreKey, byte[]>>> operation,
            Duration patience) {
        RemoteCache<byte[], byte[]> connected = connected();
        if (connected == null || !breaker.allows(System.nanoTime())) {
            return StoreQuestion.unanswered();
        }
        long begun = System.nanoTime();
        return ask(
                        () -> operation
                                .apply(connected)
                                .thenApply(values -> new Found(values, System.nanoTime() - begun)),
                        patience)
                .map(found -> {
                    use.lookedUp(Duration.ofNanos(found.nanos()), bytes(found.values()));
                    return found.values();
                });
    }

    /** And how long that took. */
    private record Found(Map<StoreKey, byte[]> values, long nanos) {}

    private <T> StoreQuestion<T> ask(Supplier<CompletableFuture<T>> operation, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        CompletableFuture<T> answer;
        try {
            answer = operation.get();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> asked = answer;
        return new StoreQuestion<>(asked, until, () -> settle(asked));
    }

    /** What there is of an answer, and what that says of the store. */
    private <T> Optional<T> settle(CompletableFuture<T> answer) {
        return switch (answer.state()) {
            case SUCCESS -> {
                if (breaker.succeeded()) {
                    LOG.log(Level.INFO, "the shared cache answers again: it is used");
                }
                yield Optional.of(answer.resultNow());
            }
            case FAILED -> {
                failed(answer.exceptionNow());
                yield Optional.empty();
            }
            case RUNNING, CANCELLED -> {
                failed(new TimeoutException());
                yield Optional.empty();
            }
        };
    }

    /** What it was asked and gave. */
    StoreUse use() {
        return use;
    }

    private void failed(Throwable e) {
        long now = System.nanoTime();
        use.failed();
        if (breaker.failed(now)) {
            LOG.log(
                    Level.WARNING,
                    "the shared cache does not answer within {0} ms: it is left alone until it does ({1})",
                    settings.budget().toMillis(),
                    StoreFault.of(e, settings));
        }
        if (breaker.failingNanos(now) >= LOST_NANOS) {
            startOver();
        }
    }

    private synchronized void startOver() {
        StoreClient lost = client;
        if (lost != null) {
            client = null;
            cache = null;
            Thread.ofPlatform().daemon().name("shared-cache-disconnect").start(lost::close);
        }
    }

    private @Nullable RemoteCache<byte[], byte[]> connected() {
        RemoteCache<byte[], byte[]> connected = cache;
        if (connected == null) {
            connectInBackground();
        }
        return connected;
    }

    /** Unless that is on its way, or has failed only just now. */
    private void connectInBackground() {
        CompletableFuture<Void> last = connecting.get();
        if (last.isDone() && System.nanoTime() - nextConnectNanos >= 0) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            if (connecting.compareAndSet(last, next)) {
                Thread.ofPlatform().daemon().name("shared-cache-connect").start(() -> connect(next));
            }
        }
    }

    /** For whoever has time: waits until it is connected, or cannot be. */
    void awaitConnection() {
        if (connected() == null) {
            Waiting.until(connecting.get());
        }
    }

    private void connect(CompletableFuture<Void> attempt) {
        StoreClient opened = null;
        try {
            opened = new StoreClient(settings, eventLoops);
            RemoteCache<byte[], byte[]> found = opened.connect();
            rehearse(found);
            adopt(opened, found);
        } catch (InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            complain(e);
        } finally {
            nextConnectNanos = System.nanoTime() + RETRY_NANOS;
            attempt.complete(null);
        }
    }

    /** What requests ask, before they do: the first time takes a JVM longer than they would wait. */
    private static void rehearse(RemoteCache<byte[], byte[]> found)
            throws InterruptedException, ExecutionException, TimeoutException {
        RemoteCache<byte[], byte[]> telling = found.withFlags(Flag.FORCE_RETURN_VALUE);
        byte[] key = new byte[1 + ItemKey.BYTES];
        for (int i = 0; i < REHEARSALS; i++) {
            telling.putIfAbsentAsync(key, key, 1, TimeUnit.SECONDS)
                    .get(StoreClient.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            found.getAllAsync(Set.of(key)).get(StoreClient.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            found.getAsync(key).get(StoreClient.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void adopt(StoreClient opened, RemoteCache<byte[], byte[]> found) {
        if (closed) {
            opened.close();
            return;
        }
        client = opened;
        cache = found;
        breaker.succeeded();
        complaints.clear();
        LOG.log(Level.INFO, "shares answers through cache \"{0}\" at {1}", settings.cache(), settings.servers());
    }

    /** Of each fault once, until it is connected: the first may only have been that it took too long. */
    private synchronized void complain(Exception e) {
        String fault = StoreFault.of(e, settings);
        if (!closed && complaints.size() < MOST_COMPLAINTS && complaints.add(fault)) {
            LOG.log(
                    Level.WARNING,
                    "the shared cache \"{0}\" at {1} cannot be reached, nothing is shared until it can: {2}",
                    settings.cache(),
                    settings.servers(),
                    fault);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        cache = null;
        StoreClient opened = client;
        if (opened != null) {
            opened.close();
        }
    }
}

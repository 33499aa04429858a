package io.pilotlight.router.forward;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Timing;
import io.pilotlight.cache.ItemKey;
import io.pilotlight.router.access.Caller;
import io.pilotlight.router.address.Address;
import io.pilotlight.router.address.AddressReader;
import io.pilotlight.router.catalog.CatalogFunction;
import io.pilotlight.router.decision.Candidate;
import io.pilotlight.router.decision.Decision;
import io.pilotlight.router.decision.Inquiry;
import io.pilotlight.router.pool.Backend;
import io.pilotlight.router.pool.Waiter;
import io.pilotlight.router.response.KeptResponses;
import io.pilotlight.router.response.ResponseFlights.Boarding;
import io.pilotlight.router.response.ResponseFlights.Flight;
import io.pilotlight.router.response.ResponseFlights.Landing;
import io.pilotlight.router.response.WholeResponse;
import io.pilotlight.wire.http.Passage;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request on its way to an endpoint: who asks, for what, whether the response is known, and where it is made if not. From there on
 * an {@link Attempt} has it, which may give it back. All fields belong to the event loop of the caller's connection.
 */
final class Transit implements Waiter {

    /** An endpoint that knows of the deadline is given the time to say so itself. */
    private static final long GRACE_MILLIS = 50;

    /** Before somebody is looked for who does listen: as long as it takes to notice that a process has ended. */
    private static final long REORIENTATION_MILLIS = 20;

    private static final String DIGEST = "Pilotlight-Answer-Digest";

    private final Passage passage;
    private final Forwarding shared;
    private final Context eventLoop;
    private Caller caller = Caller.ANYBODY;
    private Call call;
    private @Nullable CatalogFunction function;
    private RequestBody body = new RequestBody.Whole(Buffer.buffer());
    private Optional<ItemKey> key = Optional.empty();
    private String cacheNote = CacheNote.BYPASS;
    private Optional<Flight> flight = Optional.empty();
    private Optional<Backend.Turn> turn = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    private @Nullable RetryRule retries;
    private @Nullable Decision decision;
    private boolean waitsForStart;
    private long askedNanos;
    private long timer;

    Transit(Passage passage, Forwarding shared) {
        this.passage = passage;
        this.shared = shared;
        this.call = passage.call();
        this.eventLoop = passage.vertx().getOrCreateContext();
    }

    void begin() {
        passage.response().closeHandler(gone -> abandon());
        passage.response().exceptionHandler(gone -> abandon());
        Address address = new AddressReader(shared.catalog().get().functions()::containsKey).read(passage.request());
        if (!(address instanceof Address.Nowhere) && !passage.request().method().equals(HttpMethod.POST)) {
            passage.refuseMethod("POST");
            return;
        }
        timer = passage.vertx().setTimer(remaining().toMillis() + GRACE_MILLIS, id -> expire());
        new Arrival(passage, shared, come -> goOn(() -> arrived(come)), this::end).begin(address);
    }

    private void arrived(Arrival.Arrived come) {
        caller = come.caller();
        function = come.function();
        call = come.call();
        body = come.body();
        retries = new RetryRule(come.function().isRepeatable());
        if (body instanceof RequestBody.Whole(Buffer bytes)
                && shared.kept().mayKeep(come.function(), passage.request(), call)) {
            lookUp(come.function(), bytes);
        } else {
            decide();
        }
    }

    /** In memory at once; in the store that processes share only where somebody would have to be woken otherwise. */
    private void lookUp(CatalogFunction of, Buffer bytes) {
        cacheNote = call.cacheControl().noCache() ? CacheNote.REQUEST : CacheNote.MISS;
        Optional<ItemKey> known = shared.kept().keyAtOnce(of, passage.request(), call, bytes);
        if (known.isPresent()) {
            lookUp(known.get());
        } else {
            shared.kept()
                    .keyLater(passage.vertx(), of, passage.request(), call, bytes)
                    .onComplete(found -> goOn(() -> Optional.ofNullable(found.result())
                            .flatMap(it -> it)
                            .ifPresentOrElse(this::lookUp, () -> {
                                cacheNote = CacheNote.BYPASS;
                                decide();
                            })));
        }
    }

    private void lookUp(ItemKey known) {
        key = Optional.of(known);
        Optional<KeptResponses.Kept> near = shared.kept().near(known, call);
        if (near.isPresent()) {
            answerKept(near.get());
        } else if (call.cacheControl().noCache() || isWarm()) {
            make(known);
        } else {
            shared.kept()
                    .shared(passage.vertx(), known, call)
                    .onComplete(found -> goOn(() -> Optional.ofNullable(found.result())
                            .flatMap(it -> it)
                            .ifPresentOrElse(this::answerKept, () -> make(known))));
        }
    }

    private boolean isWarm() {
        for (Backend backend : backends()) {
            if (backend.candidate(call.tier(), sizeClass()).isWarm()) {
                return true;
            }
        }
        return false;
    }

    /** Continues after something else had its turn. */
    private void goOn(Runnable next) {
        if (passage.isEnded()) {
            return;
        }
        try {
            next.run();
        } catch (InferenceException e) {
            end(e);
        }
    }

    /** Where somebody else makes the same response, it is waited for. */
    private void make(ItemKey known) {
        if (call.cacheControl().onlyIfCached() && !isWarm()) {
            throw new InferenceException(
                    ErrorCode.NOT_CACHED, "request: expected a kept answer only, and there is none");
        }
        boolean alone = call.cacheControl().noCache()
                || call.cacheControl().noStore()
                || call.cacheControl().onlyIfCached()
                || call.cacheControl().maxAge().isPresent();
        Boarding boarding = alone
                ? new Boarding.Alone()
                : shared.flights().board(known, call.tier(), landing -> onEventLoop(() -> landed(known, landing)));
        switch (boarding) {
            case Boarding.Maker(Flight own) -> {
                flight = Optional.of(own);
                decide();
            }
            case Boarding.Alone _ -> decide();
            case Boarding.Waits _ -> {}
        }
    }

    private void landed(ItemKey known, Landing landing) {
        goOn(() -> {
            switch (landing) {
                case Landing.Response(WholeResponse response) -> {
                    shared.metrics().kept(function().name(), "collapsed");
                    end(response, CacheNote.COLLAPSED, Optional.empty());
                }
                case Landing.NotShared _ -> decide();
                case Landing.Abandoned _ -> make(known);
            }
        });
    }

    private void answerKept(KeptResponses.Kept kept) {
        shared.metrics().kept(function().name(), "hit");
        end(kept.response(), CacheNote.hit(kept.timeToLive()), Optional.of(kept.age()));
    }

    private List<Backend> backends() {
        Optional<String> pinned = Optional.ofNullable(passage.request().getHeader(DIGEST));
        List<Backend> backends = new ArrayList<>();
        for (Backend backend : shared.pools().of(function().name())) {
            if (function().mayAnswer(backend.placement().variant(), pinned)) {
                backends.add(backend);
            }
        }
        return backends;
    }

    /** Looks for an endpoint, at first or once more. */
    private void decide() {
        List<Backend> backends = backends();
        if (backends.isEmpty()) {
            throw new InferenceException(
                    passage.request().headers().contains(DIGEST) ? ErrorCode.UNKNOWN_MODEL : ErrorCode.NO_ENDPOINT,
                    "function \"" + function().name() + "\": no pool runs it"
                            + (passage.request().headers().contains(DIGEST) ? " with that answer digest" : ""));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Backend backend : backends) {
            candidates.add(backend.candidate(call.tier(), sizeClass()));
        }
        Decision made =
                shared.decider().decide(new Inquiry(call.tier(), call.deadline()), candidates, System.nanoTime());
        decision = made;
        made.wake().ifPresent(pool -> backend(backends, pool).wake());
        waitsForStart =
                candidates.stream().anyMatch(candidate -> candidate.pool().equals(made.pool()) && !candidate.isWarm());
        askedNanos = System.nanoTime();
        turn = backend(backends, made.pool()).ask(this);
    }

    private static Backend backend(List<Backend> backends, String pool) {
        return backends.stream()
                .filter(backend -> backend.pool().equals(pool))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public LatencyTier tier() {
        return call.tier();
    }

    @Override
    public Deadline deadline() {
        return call.deadline();
    }

    @Override
    public void take(Backend.Lease lease) {
        onEventLoop(() -> {
            turn = Optional.empty();
            if (passage.isEnded()) {
                lease.returned();
            } else {
                attempt = Optional.of(new Attempt(this, passage, shared, lease));
                attempt.get().send(body, caller);
            }
        });
    }

    @Override
    public void refuse(InferenceException reason) {
        onEventLoop(() -> end(reason));
    }

    private void onEventLoop(Runnable work) {
        if (Vertx.currentContext() == eventLoop) {
            work.run();
        } else {
            eventLoop.runOnContext(back -> work.run());
        }
    }

    CatalogFunction function() {
        if (function == null) {
            throw new IllegalStateException("no function was found yet");
        }
        return function;
    }

    RetryRule retries() {
        if (retries == null) {
            throw new IllegalStateException("no function was found yet");
        }
        return retries;
    }

    int sizeClass() {
        return Backend.sizeClass(
                switch (body) {
                    case RequestBody.Whole(Buffer bytes) -> bytes.length();
                    case RequestBody.Begun(Buffer beginning) -> beginning.length();
                });
    }

    Duration remaining() {
        return Duration.ofNanos(Math.max(0, call.deadline().remainingNanos(System.nanoTime())));
    }

    /** Under what the response is to be kept; empty where it is not. */
    Optional<ItemKey> keepUnder() {
        return call.cacheControl().noStore() ? Optional.empty() : key;
    }

    String cacheNote() {
        return cacheNote;
    }

    /** What the router says of an answer that has come. */
    Answered answered(Backend backend, long sentNanos, long cameNanos) {
        Decision made = decision;
        if (made == null) {
            throw new IllegalStateException("no decision was made yet");
        }
        shared.metrics().routed(function().name(), backend.pool(), made.route());
        Duration all = sinceItCame();
        Duration waited = Duration.ofNanos(sentNanos - askedNanos);
        Duration start = waitsForStart ? waited : Duration.ZERO;
        Optional<Map<String, Duration>> parts = waitsForStart ? Optional.of(backend.startParts()) : Optional.empty();
        Duration atEndpoint = Duration.ofNanos(cameNanos - sentNanos);
        return new Answered(made, all.minus(atEndpoint).minus(start), new Timing(waited, atEndpoint), parts, start);
    }

    Duration sinceItCame() {
        return Duration.ofNanos(System.nanoTime() - passage.startNanos());
    }

    /** Looks for another endpoint: the one before did not answer, and nothing came of it. */
    void again() {
        attempt = Optional.empty();
        shared.metrics().repeated();
        passage.vertx().setTimer(REORIENTATION_MILLIS, id -> goOn(this::decide));
    }

    /** What has been made is everybody's who waits for it, or nobody's. */
    void land(Landing landing) {
        flight.ifPresent(own -> own.land(landing));
        flight = Optional.empty();
    }

    /** Answers with a response that is there. */
    private void end(WholeResponse response, String note, Optional<Duration> age) {
        finish();
        shared.metrics().answered(function().name(), Timing.NONE, sinceItCame());
        WholeAnswer.write(passage, response, note, age);
    }

    private void end(InferenceException reason) {
        finish();
        if (function != null && !passage.isEnded()) {
            shared.metrics().failed(function.name(), sinceItCame());
        }
        land(new Landing.NotShared());
        passage.refuse(reason);
    }

    /** The answer is there, or will never be: no clock and no queue waits for it any more. */
    void finish() {
        passage.vertx().cancelTimer(timer);
        leaveTurn();
    }

    private void leaveTurn() {
        turn.ifPresent(Backend.Turn::leave);
        turn = Optional.empty();
    }

    private void expire() {
        if (passage.isEnded()) {
            attempt.ifPresent(Attempt::expire); // an answer that has begun must end, too
            return;
        }
        if (attempt.isEmpty()) {
            end(new InferenceException(
                    ErrorCode.DEADLINE_EXPIRED_IN_QUEUE, "deadline: no endpoint was ready for the request before it"));
        } else {
            attempt.get().expire();
            end(new InferenceException(ErrorCode.DEADLINE_EXCEEDED, "deadline: it passed before there was an answer"));
        }
    }

    /** The caller has hung up. */
    private void abandon() {
        finish();
        attempt.ifPresent(Attempt::cancel);
        attempt = Optional.empty();
        land(new Landing.Abandoned());
        passage.leave();
    }
}

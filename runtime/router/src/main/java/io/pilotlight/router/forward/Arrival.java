package io.pilotlight.router.forward;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.router.access.Caller;
import io.pilotlight.router.address.Address;
import io.pilotlight.router.address.AddressReader;
import io.pilotlight.router.address.BodyAddress;
import io.pilotlight.router.catalog.Catalog;
import io.pilotlight.router.catalog.CatalogFunction;
import io.pilotlight.wire.http.Passage;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * The first part of a request's way: who asks, for which function, and its body as far as it has to be read for that. On the event loop of
 * the caller's connection.
 */
final class Arrival {

    /**
     * A request that may go on.
     *
     * @param call as its caller's credential has it
     */
    record Arrived(Caller caller, CatalogFunction function, Call call, RequestBody body) {}

    private final Passage passage;
    private final Forwarding shared;
    private final Catalog catalog;
    private final Consumer<Arrived> then;
    private final Consumer<InferenceException> failed;
    private Caller caller = Caller.ANYBODY;
    private @Nullable CatalogFunction function;

    /**
     * Of that request.
     *
     * @param then gets what may go on
     * @param failed gets the reason for which it may not
     */
    Arrival(Passage passage, Forwarding shared, Consumer<Arrived> then, Consumer<InferenceException> failed) {
        this.passage = passage;
        this.shared = shared;
        this.catalog = shared.catalog().get();
        this.then = then;
        this.failed = failed;
    }

    void begin(Address address) {
        Future<Caller> identified = shared.access().identify(passage.context());
        if (identified.isComplete()) {
            identified(address, identified);
        } else {
            passage.request().pause();
            identified.onComplete(known -> {
                identified(address, known);
                passage.request().resume();
            });
        }
    }

    private void identified(Address address, AsyncResult<Caller> identified) {
        if (passage.isEnded()) {
            return;
        }
        try {
            if (identified.failed()) {
                throw identified.cause() instanceof InferenceException refusal
                        ? refusal
                        : new InferenceException(
                                ErrorCode.INTERNAL, "credentials cannot be verified", identified.cause());
            }
            caller = identified.result();
            read(address);
        } catch (InferenceException e) {
            failed.accept(e);
        }
    }

    /** A body that names its function is read until it does; one that can be held is read to its end. */
    private void read(Address address) {
        Forwarding.Bounds bounds = shared.bounds();
        switch (address) {
            case Address.InBody(BodyAddress reader, boolean endless) ->
                readBody(
                        bounds.addressBytes(),
                        (soFar, whole) ->
                                found(reader, soFar, whole) && (endless || soFar.length() > bounds.heldBytes()));
            default -> {
                resolve(address);
                readBody(bounds.heldBytes(), (soFar, whole) -> false);
            }
        }
    }

    private void readBody(long held, RequestBody.Watcher watcher) {
        RequestBody.read(passage, held, shared.bounds().bodyTimeoutMillis(), watcher, this::haveBody, failed);
    }

    private boolean found(BodyAddress reader, Buffer soFar, boolean whole) {
        return function != null
                || switch (reader.find(soFar, whole)) {
                    case BodyAddress.Found.Is(Address address) -> {
                        resolve(address);
                        yield true;
                    }
                    case BodyAddress.Found.NotYet _ -> false;
                    case BodyAddress.Found.Missing(String parameter, String reason) ->
                        throw InferenceException.invalid(parameter, reason);
                };
    }

    private void resolve(Address address) {
        String name =
                switch (address) {
                    case Address.Function(String named) -> named;
                    case Address.Event event -> functionOf(event);
                    case Address.Nowhere _ ->
                        throw new InferenceException(
                                ErrorCode.UNKNOWN_MODEL,
                                "path \""
                                        + abbreviated(
                                                String.valueOf(passage.request().path()))
                                        + "\": nothing is served there");
                    case Address.InBody _ -> throw new IllegalStateException("an address that was found is one");
                };
        function = catalog.function(name)
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.UNKNOWN_MODEL,
                        "function \"" + abbreviated(name) + "\": unknown; there are "
                                + catalog.functions().keySet()));
        passage.route("/" + name);
        caller.call(name, System.nanoTime());
    }

    private String functionOf(Address.Event event) {
        List<String> functions = List.copyOf(catalog.functions().keySet());
        return AddressReader.functionOf(event, catalog.functions()::containsKey, functions)
                .orElseThrow(() -> InferenceException.invalid(
                        "type",
                        "event: expected a type that is a function's name, or begins with it and a dot, of " + functions
                                + ", got \"" + abbreviated(event.type()) + "\""));
    }

    private static String abbreviated(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }

    private void haveBody(RequestBody body) {
        if (function == null) {
            failed.accept(InferenceException.tooLarge(
                    "body",
                    "body: expected at most " + shared.bounds().addressBytes()
                            + " bytes, in which it names its model, got more"));
        } else {
            then.accept(new Arrived(caller, function, call(), body));
        }
    }

    private Call call() {
        Call call = passage.call();
        return caller.tenant().isEmpty()
                ? call
                : new Call(call.tier(), call.deadline(), call.cacheControl(), Call.tenant(caller.tenant()));
    }
}

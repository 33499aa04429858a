package io.pilotlight.router.address;

import io.pilotlight.wire.http.GrpcStatus;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.openinference.grpc.GrpcService;

import io.vertx.core.http.HttpServerRequest;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a request's address by its protocol, as its path and media type tell it. */
public final class AddressReader {

    private static final String OPEN_INFERENCE = "/v2/models/";
    private static final String OPENAI = "/v1/";
    private static final Set<String> GRPC_METHODS = Set.of("ModelInfer", "ModelStreamInfer");
    private static final String EVENT = "application/cloudevents+json";
    private static final String EVENTS = "application/cloudevents-batch+json";

    private final Predicate<String> isFunction;

    /**
     * Among those functions.
     *
     * @param isFunction whether there is one of that name
     */
    public AddressReader(Predicate<String> isFunction) {
        this.isFunction = isFunction;
    }

    /** The address of that request. */
    public Address read(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        if (path.startsWith(GrpcService.PATH)) {
            return grpc(path.substring(GrpcService.PATH.length()), request);
        }
        if (path.startsWith(OPEN_INFERENCE)) {
            return new Address.Function(upToSlash(path.substring(OPEN_INFERENCE.length())));
        }
        if (path.startsWith(OPENAI)) {
            return new Address.InBody(new OpenAiModel(), false);
        }
        if (path.equals("/")) {
            return event(request);
        }
        String name = path.startsWith("/") ? upToSlash(path.substring(1)) : "";
        return isFunction.test(name) && path.length() == name.length() + 1
                ? new Address.Function(name)
                : new Address.Nowhere();
    }

    private static String upToSlash(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static Address grpc(String method, HttpServerRequest request) {
        return GrpcStatus.isCall(request) && GRPC_METHODS.contains(method)
                ? new Address.InBody(new GrpcModelName(), method.equals("ModelStreamInfer"))
                : new Address.Nowhere();
    }

    private static Address event(HttpServerRequest request) {
        String type = request.getHeader("ce-type");
        if (type != null) {
            return new Address.Event(type);
        }
        return switch (MediaType.of(request.getHeader("Content-Type"))) {
            case EVENT -> new Address.InBody(new EventType(false), false);
            case EVENTS -> new Address.InBody(new EventType(true), false);
            default -> new Address.Event("");
        };
    }

    /**
     * The function that events of a type are for: the one of that name, or of its beginning up to a dot ({@code embed.requested}); or else
     * the only one that there is.
     */
    public static Optional<String> functionOf(Address.Event event, Predicate<String> isFunction, List<String> all) {
        int dot = event.type().indexOf('.');
        String beginning = dot < 0 ? event.type() : event.type().substring(0, dot);
        if (isFunction.test(event.type())) {
            return Optional.of(event.type());
        }
        if (isFunction.test(beginning)) {
            return Optional.of(beginning);
        }
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }
}

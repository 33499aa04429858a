package io.pilotlight.wire.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The paths of this server: where protocols put theirs; what is not among them is left to the routes that follow. They are found by a
 * look into a table: Vert.x would try them one after another, those with parameters by a regular expression each.
 */
public final class RouteTable {

    private final Router router;
    private final Dispatcher dispatcher;
    private final Map<String, Resource> literals = new HashMap<>();
    private final Map<PathTemplate, Resource> templates = new LinkedHashMap<>();

    /** What is served under a path, by the methods that it knows. */
    private record Resource(String path, Map<HttpMethod, Handler<RoutingContext>> byMethod) {}

    RouteTable(Router router, Dispatcher dispatcher) {
        this.router = router;
        this.dispatcher = dispatcher;
        router.route().handler(this::route);
    }

    private void route(RoutingContext context) {
        Optional<Resource> found;
        try {
            found = find(context);
        } catch (IllegalArgumentException undecodable) {
            context.fail(400, undecodable);
            return;
        }
        found.ifPresentOrElse(resource -> serve(resource, context), context::next);
    }

    /** Paths without parameters come first. */
    private Optional<Resource> find(RoutingContext context) {
        String path = context.normalizedPath();
        Resource literal = literals.get(withoutSlash(path));
        if (literal != null) {
            return Optional.of(literal);
        }
        for (Map.Entry<PathTemplate, Resource> template : templates.entrySet()) {
            Optional<Map<String, String>> parameters = template.getKey().match(path);
            if (parameters.isPresent()) {
                context.pathParams().putAll(parameters.get());
                return Optional.of(template.getValue());
            }
        }
        return Optional.empty();
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private void serve(Resource resource, RoutingContext context) {
        RouteSpan.name(context.request().method(), resource.path());
        Handler<RoutingContext> handler =
                resource.byMethod().get(context.request().method());
        if (handler == null) {
            dispatcher.refuseMethod(context, resource.path(), allowed(resource));
        } else {
            handler.handle(context);
        }
    }

    private static String allowed(Resource resource) {
        return resource.byMethod().keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }

    private void add(HttpMethod method, String path, Handler<RoutingContext> handler) {
        Map<HttpMethod, Handler<RoutingContext>> byMethod = PathTemplate.of(path)
                .map(template -> templates.computeIfAbsent(template, first -> resource(path)))
                .orElseGet(() -> literals.computeIfAbsent(path, RouteTable::resource))
                .byMethod();
        if (byMethod.put(method, handler) != null) {
            throw new IllegalStateException(method + " " + path + ": expected one to serve it, got two");
        }
    }

    private static Resource resource(String path) {
        return new Resource(path, new LinkedHashMap<>());
    }

    /** Requests with a body that take work: bounded, admitted, answered on a virtual thread. */
    public void post(String path, Endpoint endpoint) {
        post(path, false, endpoint);
    }

    /**
     * The same.
     *
     * @param nonBlocking whether the endpoint waits for nothing but answers: those that are known it may give on the event loop
     */
    public void post(String path, boolean nonBlocking, Endpoint endpoint) {
        add(HttpMethod.POST, path, dispatcher.answering(path, nonBlocking, endpoint));
    }

    /** The same for calls of gRPC, which have a media type of their own, and methods that are no HTTP's. */
    public void call(String path, Endpoint endpoint) {
        add(HttpMethod.POST, path, dispatcher.ofGrpc(dispatcher.answering(path, false, endpoint)));
    }

    /**
     * Calls of gRPC whose requests and answers are streams of messages. Messages are answered one after another: whoever sends
     * faster waits.
     *
     * @param prefixBytes before each message, the last four of them its length
     */
    public void messages(String path, int prefixBytes, MessageEndpoint endpoint) {
        add(HttpMethod.POST, path, dispatcher.ofGrpc(dispatcher.answeringMessages(path, prefixBytes, endpoint)));
    }

    /** All requests for which there is no other path: passed on to other processes, with bodies unread. */
    public void passOn(Consumer<Passage> onward) {
        router.route().last().handler(dispatcher.passing(onward));
    }

    /** What the server says of itself: answered at once on the event loop, also when it is busy or draining. */
    public void get(String path, Supplier<Reply> reply) {
        get(path, parameters -> reply.get());
    }

    /** The same, where the path has parameters. */
    public void get(String path, Description description) {
        describe(path, context -> dispatcher.describe(context, path, () -> description.of(context.pathParams())));
    }

    /** The same, where it depends on who asks. */
    public void getAs(String path, Function<HttpServerRequest, Reply> description) {
        describe(path, context -> dispatcher.describe(context, path, () -> description.apply(context.request())));
    }

    /** The same, where that is not known at once, or the path has parameters. */
    public <T> void getAs(String path, Asking<T> asking, BiFunction<T, Map<String, String>, Reply> description) {
        describe(
                path,
                dispatcher.knowing(
                        path,
                        asking,
                        (context, who) -> dispatcher.describe(
                                context, path, () -> description.apply(who, context.pathParams()))));
    }

    /** As {@link #post}, where it depends on who asks. He is known before the body is read. */
    public <T> void postAs(String path, Asking<T> asking, BiFunction<T, Exchange, Reply> endpoint) {
        add(HttpMethod.POST, path, answeringAs(path, asking, endpoint));
    }

    /** As {@link #call}, where it depends on who asks. */
    public <T> void callAs(String path, Asking<T> asking, BiFunction<T, Exchange, Reply> endpoint) {
        add(HttpMethod.POST, path, dispatcher.ofGrpc(answeringAs(path, asking, endpoint)));
    }

    private <T> Handler<RoutingContext> answeringAs(
            String path, Asking<T> asking, BiFunction<T, Exchange, Reply> endpoint) {
        return dispatcher.knowing(path, asking, (context, who) -> dispatcher
                .answering(path, false, exchange -> endpoint.apply(who, exchange))
                .handle(context));
    }

    private void describe(String path, Handler<RoutingContext> handler) {
        add(HttpMethod.GET, path, handler);
        add(HttpMethod.HEAD, path, handler);
    }

    /** What a server says of itself. */
    @FunctionalInterface
    public interface Description {
        Reply of(Map<String, String> pathParameters);
    }

    /** Finds out who asks, or what he may know. */
    @FunctionalInterface
    public interface Asking<T> {

        /**
         * Finds it out, at once or later on the request's event loop.
         *
         * @return fails with an {@link io.pilotlight.api.InferenceException}
         */
        Future<T> of(RoutingContext context);
    }
}

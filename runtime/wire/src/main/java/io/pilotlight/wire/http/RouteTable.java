package io.pilotlight.wire.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The paths of this server: where protocols put theirs. */
public final class RouteTable {

    private final Router router;
    private final Dispatcher dispatcher;

    RouteTable(Router router, Dispatcher dispatcher) {
        this.router = router;
        this.dispatcher = dispatcher;
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
        router.route(HttpMethod.POST, path).handler(dispatcher.answering(path, nonBlocking, endpoint));
        refuseOtherMethods(path, "POST");
    }

    /** The same for calls of gRPC, which have a media type of their own, and methods that are no HTTP's. */
    public void call(String path, Endpoint endpoint) {
        router.route(HttpMethod.POST, path)
                .handler(dispatcher::requireGrpc)
                .handler(dispatcher.answering(path, false, endpoint));
        refuseOtherMethods(path, "POST");
    }

    /**
     * Calls of gRPC whose requests and answers are streams of messages. Messages are answered one after another: whoever sends
     * faster waits.
     *
     * @param prefixBytes before each message, the last four of them its length
     */
    public void messages(String path, int prefixBytes, MessageEndpoint endpoint) {
        router.route(HttpMethod.POST, path)
                .handler(dispatcher::requireGrpc)
                .handler(dispatcher.answeringMessages(path, prefixBytes, endpoint));
        refuseOtherMethods(path, "POST");
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
        router.route(HttpMethod.POST, path).handler(answeringAs(path, asking, endpoint));
        refuseOtherMethods(path, "POST");
    }

    /** As {@link #call}, where it depends on who asks. */
    public <T> void callAs(String path, Asking<T> asking, BiFunction<T, Exchange, Reply> endpoint) {
        router.route(HttpMethod.POST, path)
                .handler(dispatcher::requireGrpc)
                .handler(answeringAs(path, asking, endpoint));
        refuseOtherMethods(path, "POST");
    }

    private <T> Handler<RoutingContext> answeringAs(
            String path, Asking<T> asking, BiFunction<T, Exchange, Reply> endpoint) {
        return dispatcher.knowing(path, asking, (context, who) -> dispatcher
                .answering(path, false, exchange -> endpoint.apply(who, exchange))
                .handle(context));
    }

    private void describe(String path, Handler<RoutingContext> handler) {
        router.route(HttpMethod.GET, path).handler(handler);
        router.route(HttpMethod.HEAD, path).handler(handler);
        refuseOtherMethods(path, "GET, HEAD");
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

    private void refuseOtherMethods(String path, String allowed) {
        router.route(path)
                .order(Integer.MAX_VALUE - 1)
                .handler(context -> dispatcher.refuseMethod(context, path, allowed));
    }
}

package io.pilotlight.router.knative;

import io.pilotlight.router.catalog.KnativeService;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.core.tracing.TracingPolicy;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** The revisions of one service, asked of the Kubernetes API. Its callers wait; they are virtual threads. */
final class RevisionApi implements AutoCloseable {

    /** The API ends a watch by itself after this time: one that lasts longer is dead, and would tell nothing for ever. */
    private static final Duration WATCH = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A revision has some kilobytes. */
    private static final int MAX_EVENT_BYTES = 1 << 20;

    private static final int MAX_LIST_BYTES = 8 << 20;

    private static final int OK = 200;
    private static final int GONE = 410;

    private final KubernetesAccess access;
    private final HttpClient client;
    private final String path;

    RevisionApi(Vertx vertx, KubernetesAccess access, KnativeService service) {
        this.access = access;
        this.path = "/apis/serving.knative.dev/v1/namespaces/" + service.namespace() + "/revisions?labelSelector="
                + encoded("serving.knative.dev/service=" + service.name() + ",serving.knative.dev/routingState=active");
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setSsl(access.isSecure())
                .setTracingPolicy(TracingPolicy.IGNORE);
        access.authority()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(options);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** All of them, as they are now. */
    Revisions list() throws KubernetesFault, InterruptedException {
        return Revisions.listed(json(ask("", PATIENCE, RevisionApi::body)));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return refused(response);
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer held = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(held));
        response.handler(part -> {
            if (held.length() + part.length() > MAX_LIST_BYTES) {
                whole.tryFail(new IOException("it lists more than " + MAX_LIST_BYTES + " bytes"));
            } else {
                held.appendBuffer(part);
            }
        });
        return whole.future();
    }

    /**
     * Hears of what changes, until the API ends that or the connection breaks.
     *
     * @param version of what is known already
     * @param events one after another, on an event loop; no errors
     * @return whether it can go on from the last event; else the API has forgotten what came then, and all must be listed again
     * @throws KubernetesFault if there was no watch, or what it said makes no sense
     */
    boolean watch(String version, Consumer<JsonNode> events) throws KubernetesFault, InterruptedException {
        String query = "&watch=true&allowWatchBookmarks=true&timeoutSeconds=" + WATCH.toSeconds() + "&resourceVersion="
                + encoded(version);
        return ask(query, WATCH.plus(PATIENCE), response -> heard(response, events));
    }

    private static Future<Boolean> heard(HttpClientResponse response, Consumer<JsonNode> events) {
        if (response.statusCode() != OK) {
            return response.statusCode() == GONE ? Future.succeededFuture(false) : refused(response);
        }
        Promise<Boolean> over = Promise.promise();
        RecordParser lines = RecordParser.newDelimited("\n", response);
        lines.maxRecordSize(MAX_EVENT_BYTES);
        lines.exceptionHandler(fault -> {
            if (fault instanceof IllegalStateException) {
                over.tryFail(new KubernetesFault("it tells of more than " + MAX_EVENT_BYTES + " bytes at once"));
            } else {
                over.tryComplete(true); // the connection broke
            }
        });
        lines.endHandler(end -> over.tryComplete(true));
        lines.handler(line -> hear(line, events, over));
        return over.future();
    }

    private static void hear(Buffer line, Consumer<JsonNode> events, Promise<Boolean> over) {
        if (over.future().isComplete()) {
            return;
        }
        try {
            JsonNode event = json(line);
            if ("ERROR".equals(event.path("type").asText())) {
                over.complete(false);
            } else {
                events.accept(event);
            }
        } catch (KubernetesFault e) {
            over.fail(e);
        }
    }

    private static JsonNode json(Buffer text) throws KubernetesFault {
        try {
            return Json.MAPPER.readTree(text.getBytes());
        } catch (IOException e) {
            throw new KubernetesFault("what it says is no JSON", e);
        }
    }

    private <T> T ask(String query, Duration patience, Function<HttpClientResponse, Future<T>> reader)
            throws KubernetesFault, InterruptedException {
        RequestOptions options = new RequestOptions()
                .setHost(access.url().getHost())
                .setPort(access.port())
                .setURI(path + query);
        access.token().ifPresent(token -> options.putHeader("Authorization", "Bearer " + token));
        Future<T> answer = client.request(options).compose(request -> request.send()
                .compose(reader)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(over -> request.reset()));
        try {
            return answer.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KubernetesFault fault ? fault : new KubernetesFault(reason(e.getCause()), e);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof TimeoutException
                ? "it says nothing"
                : "it cannot be asked: " + (cause == null ? "" : cause.getMessage());
    }

    private static <T> Future<T> refused(HttpClientResponse response) {
        return Future.failedFuture(new KubernetesFault("it answers " + response.statusCode()));
    }

    /** Whoever waits for it learns that it cannot be asked. */
    @Override
    public void close() {
        client.close();
    }
}

package io.pilotlight.router.knative;

import io.pilotlight.router.catalog.KnativeService;
import io.pilotlight.router.pool.Backoff;
import io.pilotlight.router.pool.Scale;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The scale of one Knative service. A thread of its own lists its revisions and follows what changes; while that is not possible nothing is
 * known, and it tries again later each time.
 */
final class RevisionWatch implements Scale {

    private static final Logger LOG = Logger.getLogger(RevisionWatch.class);

    /** Before the API is asked to go on, whatever has ended a watch: nothing that it does may make the router ask all the time. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final KnativeService service;
    private final KubernetesAccess access;
    private final RevisionApi api;
    private final Backoff backoff = new Backoff();
    private final Thread thread;
    private volatile Optional<Known> known = Optional.empty();
    private String told = "";

    /** Written by the thread while nothing is watched, else by the event loop that the watch is on: each begins when the other has ended. */
    private volatile Revisions revisions = Revisions.NONE;

    private RevisionWatch(Vertx vertx, KubernetesAccess access, KnativeService service) {
        this.service = service;
        this.access = access;
        this.api = new RevisionApi(vertx, access, service);
        this.thread = Thread.ofVirtual().name("watch " + service).unstarted(this::follow);
    }

    /** Begins to watch. */
    static RevisionWatch begin(Vertx vertx, KubernetesAccess access, KnativeService service) {
        RevisionWatch watch = new RevisionWatch(vertx, access, service);
        watch.thread.start();
        return watch;
    }

    @Override
    public Optional<Known> known() {
        return known;
    }

    private void follow() {
        try {
            while (true) {
                followWhileItLasts();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is closed
        }
    }

    private void followWhileItLasts() throws InterruptedException {
        try {
            adopt(api.list());
            boolean goesOn = true;
            while (goesOn) {
                goesOn = api.watch(revisions.version(), this::changed);
                backoff.worked();
                tell("its replicas are watched");
                Thread.sleep(PAUSE);
            }
        } catch (KubernetesFault e) {
            known = Optional.empty();
            tell("whether it sleeps is inferred, since the Kubernetes API at " + access.url()
                    + " does not tell its replicas: " + e.getMessage());
            long now = System.nanoTime();
            backoff.failed(now);
            Thread.sleep(backoff.left(now));
        }
    }

    /** Once, until something else is to be told. */
    private void tell(String news) {
        if (!news.equals(told)) {
            told = news;
            LOG.infof("Knative service %s: %s", service, news);
        }
    }

    private void changed(JsonNode event) {
        adopt(revisions.after(event));
    }

    private void adopt(Revisions next) {
        revisions = next;
        OptionalInt replicas = next.replicas();
        if (replicas.isEmpty()) {
            known = Optional.empty();
        } else if (known.isEmpty() || known.get().replicas() != replicas.getAsInt()) {
            known = Optional.of(new Known(replicas.getAsInt(), System.nanoTime()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        api.close();
    }
}

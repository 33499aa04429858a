package io.pilotlight.wire.http;

import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.telemetry.RequestMetrics;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;

/** Puts the protocols' routes on Quarkus's router, and closes the house in order when it is told to. */
@Singleton
public class HttpServing {

    private static final Logger LOG = Logger.getLogger(HttpServing.class);

    private final Admission admission;
    private final Dispatcher dispatcher;
    private final ReplyWriter replies;
    private final List<Routes> protocols;
    private final Duration drainPatience;

    @Inject
    HttpServing(
            LimitsConfig limits,
            DeadlineConfig deadlines,
            TenantConfig tenants,
            ShutdownConfig shutdown,
            RequestMetrics metrics,
            @ConfigProperty(name = "quarkus.http.limits.max-concurrent-streams") int maxStreams,
            @All List<Routes> protocols) {
        this.admission = new Admission(
                limits.concurrentRequests(), limits.bodiesInMemory().asLongValue());
        this.replies = new ReplyWriter(limits.answerTimeout().toMillis(), maxStreams);
        this.dispatcher = new Dispatcher(
                admission,
                new CallReader(tier -> defaultOf(tier, deadlines), deadlines.maximum(), tenants.header()),
                metrics,
                replies,
                limits.bodySize().asLongValue(),
                limits.bodyTimeout().toMillis());
        this.protocols = protocols;
        this.drainPatience = shutdown.drainTimeout();
        metrics.observeActive(admission::requests);
    }

    private static Duration defaultOf(LatencyTier tier, DeadlineConfig deadlines) {
        return switch (tier) {
            case REALTIME -> deadlines.realtime().orElse(deadlines.defaultDuration());
            case INTERACTIVE -> deadlines.defaultDuration();
            case BATCH -> deadlines.batch().orElse(deadlines.defaultDuration());
        };
    }

    void routes(@Observes Router router) {
        RouteTable table = new RouteTable(router, dispatcher);
        protocols.forEach(protocol -> protocol.addTo(table));
        router.route().last().handler(dispatcher::refuseUnknownPath);
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(dispatcher::requireFraming)
                .handler(replies::awaitRoom)
                .failureHandler(dispatcher::fail);
        router.errorHandler(400, dispatcher::fail);
    }

    /** Whether the process has been told to stop. */
    public boolean isDraining() {
        return admission.isDraining();
    }

    /** Quarkus fires this before it closes anything: whoever is in the house is answered, newcomers are sent elsewhere. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.infof("draining: %d requests in flight", admission.requests());
        int left = admission.drain(drainPatience);
        if (left > 0) {
            LOG.warnf("stopping with %d requests unanswered after %s", left, drainPatience);
        }
    }
}

package io.pilotlight.router;

import io.pilotlight.router.queue.QueueWatch;
import io.pilotlight.wire.SettingsCheck;
import io.pilotlight.wire.TerminationSignals;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The life of the router: it checks its settings, reads the catalog, is ready, reads again what changes, drains, and stops what it started. */
@Singleton
public class RouterProcess {

    private static final Logger LOG = Logger.getLogger(RouterProcess.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SettingsCheck settings;
    private final Front front;
    private final QueueWatch queues;
    private final AtomicBoolean ready = new AtomicBoolean();
    private volatile boolean stopping;

    @Inject
    RouterProcess(SettingsCheck settings, Front front, QueueWatch queues) {
        this.settings = settings;
        this.front = front;
        this.queues = queues;
    }

    boolean isReady() {
        return ready.get();
    }

    @Startup
    void start() {
        TerminationSignals.stopTheApplication();
        try {
            settings.check();
            front.read();
            ready.set(true);
            LOG.info("the router is ready");
            Thread.ofVirtual().name("catalog").start(this::watch);
            queues.start(front.pools());
        } catch (RuntimeException e) {
            LOG.errorf("the router cannot start: %s", e.getMessage());
            LOG.debug("the cause", e);
            Quarkus.asyncExit(1);
        }
    }

    private void watch() {
        try {
            String lastFault = "";
            while (!stopping) {
                Thread.sleep(LOOK);
                lastFault = readAgain(lastFault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what is wrong once. */
    private String readAgain(String lastFault) {
        try {
            front.read();
            return "";
        } catch (RuntimeException e) {
            String fault = String.valueOf(e.getMessage());
            if (!fault.equals(lastFault)) {
                LOG.errorf("%s; what was there before stays", fault);
            }
            return fault;
        }
    }

    /** Requests have been drained when this comes. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        queues.stop();
        front.close();
    }
}

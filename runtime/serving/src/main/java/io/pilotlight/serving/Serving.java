package io.pilotlight.serving;

import io.pilotlight.engine.session.NativeLibraries;
import io.pilotlight.serving.repository.ModelRepository;
import io.pilotlight.wire.SettingsCheck;
import io.pilotlight.wire.TerminationSignals;
import io.pilotlight.wire.telemetry.ColdStart;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The life of a process: it listens, loads what it serves, is ready, drains, ends. */
@Singleton
public class Serving {

    private static final Logger LOG = Logger.getLogger(Serving.class);

    private final SettingsCheck settings;
    private final ModelConfig model;
    private final ModelRepository repository;
    private final ColdStart coldStart;

    @Inject
    Serving(SettingsCheck settings, ModelConfig model, ModelRepository repository, ColdStart coldStart) {
        this.settings = settings;
        this.model = model;
        this.repository = repository;
        this.coldStart = coldStart;
    }

    @Startup
    void start() {
        coldStart.passed("runtime");
        TerminationSignals.stopTheApplication();
        Thread.ofPlatform().name("load").start(this::load);
    }

    private void load() {
        try {
            settings.check();
            NativeLibraries.loadFrom(Home.find(model.home()).nativeLibraries());
            repository.open();
            coldStart.ready();
            LOG.infof("%s is ready: %s", repository.name(), coldStart);
        } catch (RuntimeException | Error e) {
            LOG.errorf("%s cannot start: %s", repository.name(), e.getMessage());
            LOG.debug("the cause", e);
            Quarkus.asyncExit(1);
        }
    }

    /** Every protocol has been drained when this comes; what is left in the lanes is finished. */
    void stop(@Observes ShutdownEvent event) {
        repository.close();
    }
}

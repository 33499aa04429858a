package io.pilotlight.serving.start;

import io.pilotlight.engine.session.NativeLibraries;
import io.pilotlight.serving.Home;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.manifest.ManifestJson;

import org.jboss.logging.Logger;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What a cold start can do before there is an application: verify the model's files, map the native libraries, and load the function. The
 * application starts on one core; this uses the others meanwhile. Whatever goes wrong here is left to those who load the function,
 * who then do it all themselves and say what is wrong; a process without a function of its own has nothing to load.
 */
public final class EarlyStart {

    private static final Logger LOG = Logger.getLogger(EarlyStart.class);

    private static final CompletableFuture<EarlyLoad> LOAD = new CompletableFuture<>();

    private static volatile boolean begun;

    private EarlyStart() {}

    /** Begins, on threads of its own. */
    static void begin() {
        begun = true;
        Thread.ofPlatform().name("early-start").daemon().start(EarlyStart::prepare);
    }

    private static void prepare() {
        try {
            Home home = Home.find(configuredHome());
            NativeLibraries.loadFrom(home.nativeLibraries());
            Thread.ofPlatform().name("early-libraries").daemon().start(EarlyStart::mapLibraries);
            FunctionManifest manifest = ManifestJson.ofThisFunction();
            LOAD.complete(EarlyLoad.begin(home, manifest.variants().getFirst()));
        } catch (RuntimeException | Error e) {
            LOAD.completeExceptionally(e);
        }
    }

    private static void mapLibraries() {
        try {
            NativeLibraries.map();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("the native libraries cannot be mapped", e);
        }
    }

    /** As far as it can be known without an application, which may find it elsewhere. */
    private static Optional<Path> configuredHome() {
        return Optional.ofNullable(System.getProperty("pilotlight.model.home"))
                .or(() -> Optional.ofNullable(System.getenv("PILOTLIGHT_MODEL_HOME")))
                .map(Path::of);
    }

    /** What is being loaded from that folder; empty if nothing is. */
    public static Optional<EarlyLoad> of(Path directory) {
        if (!begun) {
            return Optional.empty();
        }
        try {
            return Optional.of(LOAD.join())
                    .filter(load -> load.files().directory().equals(directory));
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }
}

package io.pilotlight.serving.start;

import io.pilotlight.engine.Handler;
import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.serving.FunctionDefinition;
import io.pilotlight.serving.Home;
import io.pilotlight.serving.plan.ForeseenPlan;
import io.pilotlight.wire.manifest.FunctionManifest;

import org.jboss.logging.Logger;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A function's files, session and handler on their way, before it is known whether they will be wanted so. Whoever loads the function
 * takes what is as he would have made it, and makes the rest himself; of what failed here he learns by failing, too.
 */
public final class EarlyLoad {

    private static final Logger LOG = Logger.getLogger(EarlyLoad.class);

    private final ModelFiles files;
    private final CompletableFuture<Optional<OpenedSession>> session;
    private final CompletableFuture<Optional<LoadedHandler>> handler;

    private record OpenedSession(Session session, SessionSettings settings) {}

    private record LoadedHandler(Handler<?, ?> handler, Class<?> definition) {}

    private EarlyLoad(Home home, FunctionManifest.Variant variant, ModelFiles files) {
        this.files = files;
        this.session = begun("early-session", () -> session(home, variant, files));
        this.handler = begun("early-handler", () -> handler(files));
    }

    /** Begins, on threads of its own; verifies the files on this one. */
    static EarlyLoad begin(Home home, FunctionManifest.Variant variant) {
        ModelFiles files = new ModelFiles(home.model(), variant.files());
        Runnable verification = files.verifyAhead();
        EarlyLoad load = new EarlyLoad(home, variant, files);
        Thread.ofPlatform().name("early-files").daemon().start(verification);
        return load;
    }

    private static <T> CompletableFuture<Optional<T>> begun(String name, Supplier<Optional<T>> work) {
        CompletableFuture<Optional<T>> result = new CompletableFuture<>();
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                LOG.debugf(e, "%s failed", name);
                result.complete(Optional.empty());
            }
        });
        return result;
    }

    private static Optional<OpenedSession> session(Home home, FunctionManifest.Variant variant, ModelFiles files) {
        return ForeseenPlan.session(home, variant)
                .map(settings ->
                        new OpenedSession(OnnxSession.open(files.verified(variant.model()), settings), settings));
    }

    /** By the definition that the build has found fit for that: it needs nothing of an application. */
    private static Optional<LoadedHandler> handler(ModelFiles files) {
        return ServiceLoader.load(FunctionDefinition.class, FunctionDefinition.class.getClassLoader())
                .findFirst()
                .map(definition -> new LoadedHandler(definition.load(files), definition.getClass()));
    }

    /** The files, which are being verified. */
    public ModelFiles files() {
        return files;
    }

    /** The session, if there is one with these settings. To be asked once. */
    public Optional<Session> session(SessionSettings wanted) {
        Optional<OpenedSession> opened = session.join();
        if (opened.isPresent() && !opened.get().settings().equals(wanted)) {
            opened.get().session().close();
            return Optional.empty();
        }
        return opened.map(OpenedSession::session);
    }

    /** What the definition would load, if there is that. */
    @SuppressWarnings("unchecked") // a definition's class says what its handlers handle
    public <I extends Record, O extends Record> Optional<Handler<? super I, O>> handler(
            FunctionDefinition<I, O> definition) {
        return handler.join()
                .filter(loaded -> loaded.definition().isInstance(definition))
                .map(loaded -> (Handler<? super I, O>) loaded.handler());
    }
}

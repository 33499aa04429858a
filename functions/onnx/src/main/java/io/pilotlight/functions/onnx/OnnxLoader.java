package io.pilotlight.functions.onnx;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Inference;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.IndependenceProbe;
import io.pilotlight.engine.batch.Padding;
import io.pilotlight.engine.model.ExternalData;
import io.pilotlight.engine.model.ModelDownload;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.plan.SessionSource;
import io.pilotlight.engine.session.NativeMemory;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.Session;
import io.pilotlight.serving.plan.InitialPlan;
import io.pilotlight.serving.plan.PlannedLanes;
import io.pilotlight.serving.plan.Plans;
import io.pilotlight.serving.telemetry.InferenceMetrics;
import io.pilotlight.serving.telemetry.MeteredInference;
import io.pilotlight.serving.telemetry.Tracing;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes models of listings: fetched if need be, verified, opened, nested, warm. */
@Singleton
public class OnnxLoader {

    private static final Logger LOG = Logger.getLogger(OnnxLoader.class);

    private final ModelDownload download;
    private final Plans plans;
    private final InferenceMetrics metrics;
    private final Tracing tracing;

    @Inject
    OnnxLoader(RepositoryConfig config, Plans plans, InferenceMetrics metrics, Tracing tracing) {
        this.download = new ModelDownload(
                config.downloads().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "pilotlight-models")),
                config.downloadSize().asLongValue(),
                LOG::info);
        this.plans = plans;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    /**
     * A model that answers.
     *
     * @throws ModelLoadException saying why there is none
     */
    OnnxModel load(Listing listing) {
        return switch (listing) {
            case Listing.Local local -> open(local.id(), local.file(), verified(local), local.rowsIndependent());
            case Listing.Remote remote ->
                open(
                        remote.id(),
                        download.fetch(remote.address(), remote.digest()),
                        remote.digest(),
                        remote.rowsIndependent());
            case Listing.Broken broken -> throw new ModelLoadException(broken.reason());
        };
    }

    /** What the answers of a model depend on: its file, which must be the one expected, and the weights beside it. */
    private static Sha256 verified(Listing.Local local) {
        Path file = local.file();
        Sha256 actual = digest(file);
        Optional<Sha256> expected = local.digest();
        if (expected.isPresent() && !expected.get().equals(actual)) {
            throw ModelLoadException.altered(file, expected.get(), actual);
        }
        try {
            return ExternalData.content(file, actual);
        } catch (IOException e) {
            throw ModelLoadException.unreadable(file, e);
        }
    }

    private static Sha256 digest(Path file) {
        if (!Files.isRegularFile(file)) {
            throw ModelLoadException.missing(file);
        }
        try {
            return FileDigest.whole(file);
        } catch (IOException e) {
            throw ModelLoadException.unreadable(file, e);
        }
    }

    private OnnxModel open(ModelId id, Path file, Sha256 content, boolean rowsIndependent) {
        Sha256 answerDigest = OnnxSession.answerDigest(content);
        InitialPlan plan = plans.initial(answerDigest, true);
        SessionSource sessions = settings -> OnnxSession.open(file, settings);
        Session session = sessions.open(plan.plan().session());
        Signature signature = session.signature();
        BatchRule rule = IndependenceProbe.confirmed(
                session,
                BatchRule.of(signature, rowsIndependent, Padding.NONE),
                reason -> LOG.warnf("%s: %s", id, reason));
        PlannedLanes lanes = plans.lanes(id.name() + " version " + id.version(), plan, session, rule);
        InferenceStatistics statistics = new InferenceStatistics();
        Inference<Tensors, Tensors> metered = new MeteredInference<>(lanes.lanes(), metrics, statistics);
        Inference<Tensors, Tensors> traced = tracing.aroundInference(id.name(), metered);
        OnnxModel model = new OnnxModel(id, signature, answerDigest, statistics, lanes.lanes(), lanes::close, traced);
        model.warmUp().ifPresent(row -> lanes.improve(sessions, size(file), row));
        NativeMemory.release();
        return model;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw ModelLoadException.unreadable(file, e);
        }
    }
}

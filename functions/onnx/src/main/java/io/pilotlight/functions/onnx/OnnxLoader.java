package io.pilotlight.functions.onnx;

import io.pilotlight.api.Inference;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.model.FileDigest;
import io.pilotlight.engine.model.ModelDownload;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.session.NativeMemory;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.serving.DefaultPlan;
import io.pilotlight.serving.ModelConfig;
import io.pilotlight.serving.http.LimitsConfig;
import io.pilotlight.serving.telemetry.InferenceMetrics;
import io.pilotlight.serving.telemetry.InferenceStatistics;
import io.pilotlight.serving.telemetry.MeteredInference;
import io.pilotlight.serving.telemetry.TracedInference;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Makes models of listings: fetched if need be, verified, opened, nested, warm. */
@Singleton
public class OnnxLoader {

    private static final Logger LOG = Logger.getLogger(OnnxLoader.class);

    private final ModelDownload download;
    private final LanePlan plan;
    private final int queuedRows;
    private final InferenceMetrics metrics;
    private final TracedInference.Factory tracing;

    @Inject
    OnnxLoader(
            RepositoryConfig config,
            ModelConfig model,
            LimitsConfig limits,
            InferenceMetrics metrics,
            TracedInference.Factory tracing) {
        this.download = new ModelDownload(
                config.downloads().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "pilotlight-models")),
                config.downloadSize().asLongValue(),
                LOG::info);
        this.plan = DefaultPlan.of(model, true);
        this.queuedRows = limits.queuedRows();
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
            case Listing.Local local -> open(local.id(), local.file(), verified(local));
            case Listing.Remote remote ->
                open(remote.id(), download.fetch(remote.address(), remote.digest()), remote.digest());
            case Listing.Broken broken -> throw new ModelLoadException(broken.reason());
        };
    }

    private static Sha256 verified(Listing.Local local) {
        Path file = local.file();
        Sha256 actual = digest(file);
        Optional<Sha256> expected = local.digest();
        if (expected.isPresent() && !expected.get().equals(actual)) {
            throw ModelLoadException.altered(file, expected.get(), actual);
        }
        return actual;
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

    private OnnxModel open(ModelId id, Path file, Sha256 content) {
        OnnxSession session = OnnxSession.open(file, plan.session());
        Signature signature = session.signature();
        Lanes lanes = new Lanes(id.name(), session, plan, queuedRows, System::nanoTime);
        InferenceStatistics statistics = new InferenceStatistics();
        Inference<Tensors, Tensors> metered = new MeteredInference<>(lanes, metrics, statistics);
        Inference<Tensors, Tensors> traced = tracing.around(id.name(), metered);
        OnnxModel model = new OnnxModel(id, signature, answerDigest(content), statistics, lanes, traced);
        model.warmUp();
        NativeMemory.release();
        return model;
    }

    /** What an answer depends on: the model, and what runs it. */
    private static Sha256 answerDigest(Sha256 content) {
        MessageDigest digest = Sha256.algorithm();
        digest.update(("model:" + content.hex() + ":onnxruntime:" + OnnxSession.runtimeVersion())
                .getBytes(StandardCharsets.UTF_8));
        return Sha256.ofBytes(digest.digest());
    }
}

package io.pilotlight.functions.onnx;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import org.jboss.logging.Logger;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A loaded model: a request's tensors are one run, whatever their shapes. */
final class OnnxModel implements Model {

    private static final Logger LOG = Logger.getLogger(OnnxModel.class);

    /** The first is slow, and what is promised to callers rests on what runs have taken: two more outvote it. */
    private static final int WARM_UP_RUNS = 3;

    private static final Duration WARM_UP_PATIENCE = Duration.ofMinutes(5);
    private static final long MAX_WARM_UP_ELEMENTS = 16L * 1024 * 1024;

    private final ModelId id;
    private final Signature signature;
    private final Sha256 answerDigest;
    private final InferenceStatistics statistics;
    private final Lanes lanes;
    private final Runnable close;
    private final Inference<Tensors, Tensors> inference;

    /**
     * A model that answers.
     *
     * @param statistics of what {@code inference} answers
     * @param lanes that run it
     * @param close frees it, after it has answered what it was asked
     * @param inference what stands around the lanes
     */
    OnnxModel(
            ModelId id,
            Signature signature,
            Sha256 answerDigest,
            InferenceStatistics statistics,
            Lanes lanes,
            Runnable close,
            Inference<Tensors, Tensors> inference) {
        this.id = id;
        this.signature = signature;
        this.answerDigest = answerDigest;
        this.statistics = statistics;
        this.lanes = lanes;
        this.close = close;
        this.inference = inference;
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public int maxItems() {
        return ModelDescription.UNBOUNDED;
    }

    @Override
    public Sha256 answerDigest() {
        return answerDigest;
    }

    @Override
    public InferenceStatistics statistics() {
        return statistics;
    }

    /** Rows that wait for a lane now. */
    int queuedRows() {
        return lanes.queuedRows();
    }

    @Override
    public Answer infer(Question question) {
        try {
            Response<Tensors> response = inference.infer(new Request<>(List.of(question.inputs()), question.call()));
            return new Answer(response.results().getFirst(), response.timing(), response.cacheUse());
        } catch (InferenceException e) {
            throw e.code() == ErrorCode.INTERNAL ? doesNotFit(e) : e;
        }
    }

    /**
     * Types and shapes were what the signature says, and still the run failed: dimensions that do not go together, an index
     * out of range. Only the model knows, and whoever sent the tensors can do something about it.
     */
    private InferenceException doesNotFit(InferenceException failure) {
        LOG.debugf(failure, "%s failed", id);
        return new InferenceException(
                ErrorCode.TENSOR_MISMATCH,
                "inputs: expected tensors that model \"" + id.name() + "\" can run on, got others: "
                        + failure.getMessage());
    }

    /**
     * Has the model run once on zeros, a variable dimension being 1, so that its first caller does not wait for what only
     * happens once.
     *
     * @return those zeros; empty if it has none or does not run on them
     */
    Optional<Tensors> warmUp() {
        SequencedMap<String, Tensor> zeros = new LinkedHashMap<>();
        for (TensorSpec spec : signature.inputs()) {
            Shape shape = new Shape(spec.shape().dimensions().stream()
                    .map(dimension -> dimension == Shape.VARIABLE ? 1 : dimension)
                    .toList());
            if (shape.elementCount() > MAX_WARM_UP_ELEMENTS) {
                return Optional.empty();
            }
            zeros.put(spec.name(), zeros(spec.type(), shape));
        }
        try {
            Deadline deadline = Deadline.after(WARM_UP_PATIENCE, System.nanoTime());
            Request<Tensors> request = new Request<>(List.of(new Tensors(zeros)), LatencyTier.BATCH, deadline);
            for (int run = 0; run < WARM_UP_RUNS; run++) {
                lanes.infer(request);
            }
            return Optional.of(new Tensors(zeros));
        } catch (InferenceException e) {
            LOG.debugf("%s does not run on zeros: %s", id, e.getMessage());
            return Optional.empty();
        }
    }

    private static Tensor zeros(DataType type, Shape shape) {
        int elements = Math.toIntExact(shape.elementCount());
        if (type == DataType.BYTES) {
            List<byte[]> empty = new ArrayList<>();
            for (int i = 0; i < elements; i++) {
                empty.add(new byte[0]);
            }
            return new Tensor.Bytes(shape, empty);
        }
        return new Tensor.Numeric(type, shape, ByteBuffer.allocate(elements * type.byteSize()));
    }

    /** Answers what it has been asked, then frees the model. */
    void close() {
        close.run();
    }
}

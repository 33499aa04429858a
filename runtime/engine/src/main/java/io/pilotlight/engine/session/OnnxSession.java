package io.pilotlight.engine.session;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.model.ModelLoadException;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link Session} of ONNX Runtime. */
public final class OnnxSession implements Session {

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Signature signature;
    private final Set<String> outputs;

    private OnnxSession(OrtEnvironment environment, OrtSession session, Signature signature) {
        this.environment = environment;
        this.session = session;
        this.signature = signature;
        this.outputs =
                signature.outputs().stream().map(TensorSpec::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Loads a model.
     *
     * @param file verified before
     * @throws ModelLoadException if ONNX Runtime refuses it
     */
    public static OnnxSession open(Path file, SessionSettings settings) {
        OrtEnvironment environment = OnnxEnvironment.get();
        try (OrtSession.SessionOptions options = options(settings)) {
            return owning(environment, environment.createSession(file.toString(), options));
        } catch (OrtException e) {
            throw new ModelLoadException("model " + file + ": cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Takes the native session over, or closes it where its signature is none that we serve. */
    private static OnnxSession owning(OrtEnvironment environment, OrtSession session) throws OrtException {
        try {
            return new OnnxSession(environment, session, OnnxSignature.of(session));
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static OrtSession.SessionOptions options(SessionSettings settings) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(settings.intraOpThreads());
        options.setInterOpNumThreads(1);
        // A run that fails is told to whoever asked for it. ONNX Runtime's own lines would let callers fill the log.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.addConfigEntry("session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
        // Between runs the processors are others': waiting busily is in the way of whoever brings the next one.
        options.addConfigEntry("session.force_spinning_stop", "1");
        // Weights go where they stay, not through the arena for intermediate results, which would grow by their size.
        options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
        options.setOptimizationLevel(
                settings.optimizeGraph()
                        ? OrtSession.SessionOptions.OptLevel.ALL_OPT
                        : OrtSession.SessionOptions.OptLevel.NO_OPT);
        if (settings.provider() instanceof Provider.Cuda cuda) {
            addCuda(options, cuda);
        }
        return options;
    }

    /** Its arena grows by what is asked for, not to the next power of two: other processes use the device too. */
    private static void addCuda(OrtSession.SessionOptions options, Provider.Cuda cuda) throws OrtException {
        try (OrtCUDAProviderOptions settings = new OrtCUDAProviderOptions(cuda.device())) {
            settings.add("arena_extend_strategy", "kSameAsRequested");
            if (cuda.memoryBytes() > 0) {
                settings.add("gpu_mem_limit", Long.toString(cuda.memoryBytes()));
            }
            options.addCUDA(settings);
        } catch (OrtException e) {
            throw new ModelLoadException(
                    cuda + ": cannot be used; it needs a build with profile cuda, CUDA 12 and cuDNN 9: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Of the library that runs models: what answers depend on beside them. */
    public static String runtimeVersion() {
        return OnnxEnvironment.get().getVersion();
    }

    /**
     * What the answers of a model that is served without code depend on: the model, and what runs it.
     *
     * @param model the digest of its file
     */
    public static Sha256 answerDigest(Sha256 model) {
        String parts = "model:" + model.hex() + ":onnxruntime:" + runtimeVersion();
        return Sha256.ofBytes(Sha256.algorithm().digest(parts.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Tensors run(Tensors inputs) {
        check(inputs);
        Map<String, OnnxTensor> arguments =
                LinkedHashMap.newLinkedHashMap(signature.inputs().size());
        InputMemory memory = InputMemory.forRun();
        try {
            for (TensorSpec spec : signature.inputs()) {
                arguments.put(spec.name(), OnnxTensors.toOnnx(environment, inputs.get(spec.name()), memory));
            }
            try (OrtSession.Result result = session.run(arguments, outputs)) {
                return read(result);
            }
        } catch (OrtException e) {
            throw failed(e);
        } finally {
            arguments.values().forEach(OnnxTensor::close);
        }
    }

    private void check(Tensors inputs) {
        for (TensorSpec spec : signature.inputs()) {
            Tensor tensor = inputs.byName().get(spec.name());
            if (tensor == null) {
                throw InferenceException.mismatch(
                        spec.name(),
                        "tensor `" + spec.name() + "`: expected " + spec.typeAndShape() + ", it is missing");
            }
            if (tensor.type() != spec.type() || !spec.shape().accepts(tensor.shape())) {
                throw InferenceException.mismatch(
                        spec.name(),
                        "tensor `" + spec.name() + "`: expected " + spec.typeAndShape() + ", got " + tensor.type() + " "
                                + tensor.shape());
            }
        }
    }

    private static Tensors read(OrtSession.Result result) throws OrtException {
        SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
            outputs.put(entry.getKey(), OnnxTensors.fromOnnx(entry.getKey(), entry.getValue()));
        }
        return new Tensors(outputs);
    }

    private static InferenceException failed(OrtException e) {
        boolean outOfMemory = String.valueOf(e.getMessage()).contains("Failed to allocate memory");
        return new InferenceException(
                outOfMemory ? ErrorCode.OUT_OF_DEVICE_MEMORY : ErrorCode.INTERNAL,
                "the model run failed: "
                        + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " "),
                e);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session that was closed twice has two owners", e);
        }
    }
}

package io.pilotlight.serving.openinference;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;
import io.pilotlight.serving.Served;
import io.pilotlight.serving.http.Call;
import io.pilotlight.serving.http.HttpServing;
import io.pilotlight.serving.http.LimitsConfig;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The function as a model of the Open Inference Protocol: tensors in, tensors out, whichever way they came. */
@Singleton
public class FunctionModel {

    /** A function's version is its manifest; a process serves one, which callers may call 1. */
    static final String VERSION = "1";

    private final Served served;
    private final Instance<HttpServing> http;
    private final InputCheck check;

    @Inject
    FunctionModel(Served served, Instance<HttpServing> http, LimitsConfig limits) {
        this.served = served;
        this.http = http;
        this.check = new InputCheck(served.type().signature(), limits.itemsPerRequest());
    }

    /** Outputs that were asked for. */
    record Answer(Tensors outputs, Timing timing) {}

    Served served() {
        return served;
    }

    String name() {
        return served.name();
    }

    /** What its requests are held against. */
    InputCheck check() {
        return check;
    }

    boolean isReady() {
        return served.isReady() && !http.get().isDraining();
    }

    /**
     * Refuses a caller who asks for another model.
     *
     * @param version empty for any
     * @throws InferenceException {@code UNKNOWN_MODEL}
     */
    void require(String model, String version) {
        served.requireName(model);
        if (!version.isEmpty() && !version.equals(VERSION)) {
            throw new InferenceException(
                    ErrorCode.UNKNOWN_MODEL, "model \"" + model + "\": expected version " + VERSION + ", got another");
        }
    }

    /** A function is no model that comes and goes. */
    InferenceException cannotChange() {
        return InferenceException.invalid(
                "model",
                "model \"" + name() + "\": expected a model that can be loaded and unloaded, got a function of its own,"
                        + " which lives as long as its process");
    }

    /**
     * Answers.
     *
     * @throws InferenceException if it cannot
     */
    Answer infer(InferRequest request, Call call) {
        List<Record> items = served.type().input().items(request.inputs(), request.parameters());
        Deadline deadline = SchedulePolicy.deadline(request.parameters(), call.deadline(), System.nanoTime());
        Response<Record> response = served.infer(new Request<>(items, call.tier(), deadline));
        return new Answer(
                requested(served.type().output().tensors(response.results()), request.outputs()), response.timing());
    }

    private static Tensors requested(Tensors all, List<InferRequest.Output> asked) {
        if (asked.isEmpty()) {
            return all;
        }
        SequencedMap<String, Tensor> some = new LinkedHashMap<>();
        asked.forEach(output -> some.put(output.name(), all.get(output.name())));
        return new Tensors(some);
    }
}

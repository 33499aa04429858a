package io.pilotlight.serving.function;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Signature;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import java.util.List;

/** The typed function as a model: its items lie in tensors, whose first dimension counts them. */
final class FunctionModel implements Model {

    private final ServedFunction function;
    private final ModelId id;
    private final Signature signature;
    private final int maxItems;
    private final InferenceStatistics statistics = new InferenceStatistics();

    FunctionModel(ServedFunction function, int maxItems) {
        this.function = function;
        this.id = function.manifest().modelId();
        this.signature = function.type().signature();
        this.maxItems = maxItems;
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
        return maxItems;
    }

    @Override
    public Sha256 answerDigest() {
        return function.answerDigest();
    }

    @Override
    public InferenceStatistics statistics() {
        return statistics;
    }

    @Override
    public Answer infer(Question question) {
        List<Record> items = function.type().input().items(question.inputs(), question.parameters());
        Response<Record> response = function.infer(new Request<>(items, question.call()));
        return new Answer(function.type().output().tensors(response.results()), response.timing(), response.cacheUse());
    }
}

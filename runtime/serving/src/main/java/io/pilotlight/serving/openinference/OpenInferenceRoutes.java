package io.pilotlight.serving.openinference;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.Served;
import io.pilotlight.serving.http.Exchange;
import io.pilotlight.serving.http.HttpServing;
import io.pilotlight.serving.http.LimitsConfig;
import io.pilotlight.serving.http.MediaType;
import io.pilotlight.serving.http.Reply;
import io.pilotlight.serving.http.RouteTable;
import io.pilotlight.serving.http.Routes;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The paths of the Open Inference Protocol: health, metadata, readiness and inference. */
@Singleton
public class OpenInferenceRoutes implements Routes {

    /** A function's version is its manifest; a process serves one, which callers may call 1. */
    static final String VERSION = "1";

    private final Served served;
    private final Instance<HttpServing> http;
    private final InferRequestReader reader;
    private final Metadata metadata;

    @Inject
    OpenInferenceRoutes(Served served, Instance<HttpServing> http, LimitsConfig limits) {
        this.served = served;
        this.http = http;
        this.reader = new InferRequestReader(served.type().signature(), limits.itemsPerRequest());
        this.metadata = new Metadata(served);
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/v2/health/live", Metadata::live);
        table.get("/v2/health/ready", () -> metadata.ready(isReady()));
        table.get("/v2", metadata::server);
        table.get("/v2/", metadata::server);
        for (String model : List.of("/v2/models/:model", "/v2/models/:model/versions/:version")) {
            table.get(model, parameters -> {
                require(parameters);
                return metadata.model();
            });
            table.get(model + "/ready", parameters -> {
                require(parameters);
                return metadata.modelReady(isReady());
            });
            table.post(model + "/infer", this::infer);
        }
    }

    private boolean isReady() {
        return served.isReady() && !http.get().isDraining();
    }

    private void require(Map<String, String> pathParameters) {
        String model = pathParameters.getOrDefault("model", "");
        String version = pathParameters.get("version");
        served.requireName(model);
        if (version != null && !version.equals(VERSION)) {
            throw new InferenceException(
                    ErrorCode.UNKNOWN_MODEL, "model \"" + model + "\": expected version " + VERSION + ", got another");
        }
    }

    private Reply infer(Exchange exchange) {
        require(exchange.pathParameters());
        MediaType.requireJson(exchange);
        AnswerDigest.require(exchange, served.answerDigest());
        InferRequest request = reader.read(exchange.body());
        List<Record> items = served.type().input().items(request.inputs(), request.parameters());
        Response<Record> response = served.infer(
                new Request<>(items, exchange.call().tier(), exchange.call().deadline()));
        Tensors outputs = requested(served.type().output().tensors(response.results()), request.outputs());
        byte[] body = InferResponseWriter.write(served.name(), VERSION, request.id(), outputs);
        return AnswerDigest.on(Reply.json(body), served.answerDigest()).with(response.timing());
    }

    private static Tensors requested(Tensors all, List<String> names) {
        if (names.isEmpty()) {
            return all;
        }
        SequencedMap<String, Tensor> some = new LinkedHashMap<>();
        names.forEach(name -> some.put(name, all.get(name)));
        return new Tensors(some);
    }
}

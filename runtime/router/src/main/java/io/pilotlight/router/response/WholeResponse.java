package io.pilotlight.router.response;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A response as an endpoint gave it, without what is made anew for each caller.
 *
 * @param headers names and values in turn; the trailers as well
 */
public record WholeResponse(int status, List<String> headers, List<String> trailers, Buffer body) {

    /** Of one answer or one connection only. */
    private static final Set<String> MADE_ANEW = Set.of(
            "date",
            "age",
            "server-timing",
            "cache-status",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "content-length",
            "pilotlight-pool",
            "pilotlight-route");

    public WholeResponse {
        headers = List.copyOf(headers);
        trailers = List.copyOf(trailers);
    }

    /** Of what came. */
    public static WholeResponse of(int status, MultiMap headers, MultiMap trailers, Buffer body) {
        return new WholeResponse(status, kept(headers), kept(trailers), body);
    }

    private static List<String> kept(MultiMap fields) {
        List<String> kept = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            if (!MADE_ANEW.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                kept.add(field.getKey());
                kept.add(field.getValue());
            }
        }
        return kept;
    }

    /** As the cache keeps it. */
    Tensors tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("status", Tensor.of(Shape.of(1), status));
        tensors.put("headers", texts(headers));
        tensors.put("trailers", texts(trailers));
        tensors.put("body", new Tensor.Bytes(Shape.of(1), List.of(body.getBytes())));
        return new Tensors(tensors);
    }

    static Tensor.Bytes texts(List<String> texts) {
        List<byte[]> elements = new ArrayList<>(texts.size());
        for (String text : texts) {
            elements.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return new Tensor.Bytes(Shape.of(elements.size()), elements);
    }

    /** One that {@link #tensors} wrote. */
    static WholeResponse of(Tensors tensors) {
        byte[] body = ((Tensor.Bytes) tensors.get("body")).elements().getFirst();
        return new WholeResponse(
                tensors.numeric("status").ints().get(0),
                tensors.texts("headers"),
                tensors.texts("trailers"),
                Buffer.buffer(body));
    }
}

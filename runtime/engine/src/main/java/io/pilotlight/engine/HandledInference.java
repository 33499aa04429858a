package io.pilotlight.engine;

import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The outer {@link Inference}: typed items in, typed results out, by a {@link Handler} around the inner one. */
public final class HandledInference<I, O> implements Inference<I, O> {

    private final Handler<? super I, O> handler;
    private final Inference<Tensors, Tensors> inner;

    public HandledInference(Handler<? super I, O> handler, Inference<Tensors, Tensors> inner) {
        this.handler = handler;
        this.inner = inner;
    }

    /** What items' inputs are remembered under. */
    private record Asked(HandledInference<?, ?> inference, List<?> items) {}

    @Override
    public Response<O> infer(Request<I> request) {
        Waiting.computes(); // to encode takes a while
        List<I> items = request.items();
        List<Tensors> inputs = Waiting.remember(new Asked(this, items), () -> encoded(items));
        Response<Tensors> response = inner.infer(request.withItems(inputs));
        List<O> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            results.add(handler.decode(
                    items.get(i), inputs.get(i), response.results().get(i)));
        }
        return new Response<>(results, response.timing());
    }

    private List<Tensors> encoded(List<I> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> encode(items.get(i), i))
                .toList();
    }

    /** Among two thousand items a caller must be told which one was refused. */
    private Tensors encode(I item, int index) {
        try {
            return handler.encode(item);
        } catch (InferenceException refused) {
            throw refused.ofItem(index);
        }
    }
}

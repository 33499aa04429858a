package io.pilotlight.engine;

import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Waiting;

import java.util.ArrayList;
import java.util.List;

/** The outer {@link Inference}: typed items in, typed results out, by a {@link Handler} around the inner one. */
public final class HandledInference<I, O> implements Inference<I, O> {

    private final Handler<? super I, O> handler;
    private final Inference<Tensors, Tensors> inner;

    public HandledInference(Handler<? super I, O> handler, Inference<Tensors, Tensors> inner) {
        this.handler = handler;
        this.inner = inner;
    }

    @Override
    public Response<O> infer(Request<I> request) {
        Waiting.begins(); // to encode takes a while, too
        List<I> items = request.items();
        List<Tensors> inputs = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            inputs.add(encode(items.get(i), i));
        }
        Response<Tensors> response = inner.infer(request.withItems(inputs));
        List<O> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            results.add(handler.decode(
                    items.get(i), inputs.get(i), response.results().get(i)));
        }
        return new Response<>(results, response.timing());
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

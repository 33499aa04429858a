package io.pilotlight.serving;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Call;
import io.pilotlight.api.Inference;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Timing;
import io.pilotlight.api.Waiting;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What a function's {@link io.quarkus.funqy.Funq} method asks: typed item in, typed result out. Funqy hands such a method
 * its item and nothing else, so what else belongs to the call travels beside it, bound to the calling thread.
 */
public final class Answers {

    private static final ScopedValue<Asking> ASKING = ScopedValue.newInstance();

    private static final Response<Record> NOT_ASKED = new Response<>(List.of(), Timing.NONE);

    private record Asking(Inference<Record, Record> inference, Call call, AtomicReference<Response<Record>> response) {}

    /** What an answer is remembered under: a method that asks for two is called again while it waits for the second. */
    private record Asked(Inference<Record, Record> inference, Record item) {}

    /** What a function answered, where the time went, and what the cache did. */
    public record Answer(Object result, Timing timing, CacheUse cacheUse) {}

    private Answers() {}

    /**
     * The answer to one item, for a function's method.
     *
     * @throws io.pilotlight.api.InferenceException if there is none
     */
    public static <O extends Record> O answer(Record item, Class<O> type) {
        Asking asking = ASKING.get();
        Response<Record> response = Waiting.remember(new Asked(asking.inference(), item), () -> asking.inference()
                .infer(new Request<>(List.of(item), asking.call())));
        asking.response().set(response);
        return type.cast(response.results().getFirst());
    }

    /** Calls a function whose method asks {@link #answer}, on behalf of a caller. */
    public static Answer calling(Inference<Record, Record> inference, Call call, Supplier<Object> function) {
        AtomicReference<Response<Record>> response = new AtomicReference<>(NOT_ASKED);
        Asking asking = new Asking(inference, call, response);
        Object result = ScopedValue.where(ASKING, asking).call(function::get);
        return new Answer(result, response.get().timing(), response.get().cacheUse());
    }
}

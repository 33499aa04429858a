package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.wire.openinference.ModelState;
import io.pilotlight.wire.openinference.ModelState.Availability;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The place of one version of a model, whatever serves there: nothing yet, a model, the next one. Its owner retires a model
 * when another takes its place; those who hold a lease on it go on.
 */
final class Slot {

    private final ModelId id;
    private @Nullable Leased<OnnxModel> serving;
    private @Nullable Leased<OnnxModel> leaving;
    private Availability otherwise = Availability.UNAVAILABLE;
    private String reason = "";

    Slot(ModelId id) {
        this.id = id;
    }

    ModelId id() {
        return id;
    }

    /** A lease on what serves, if anything does; the caller gives it back. */
    synchronized Optional<Leased<OnnxModel>> lease() {
        return Optional.ofNullable(serving).filter(Leased::lease);
    }

    synchronized ModelState state() {
        if (serving != null) {
            return new ModelState(id, Availability.READY, reason);
        }
        boolean unloading = otherwise == Availability.UNAVAILABLE && leaving != null && !leaving.isClosed();
        return new ModelState(id, unloading ? Availability.UNLOADING : otherwise, reason);
    }

    synchronized int queuedRows() {
        return serving == null ? 0 : serving.value().queuedRows();
    }

    synchronized void loading() {
        otherwise = Availability.LOADING;
        if (serving == null) {
            reason = "it is being loaded";
        }
    }

    void serve(Leased<OnnxModel> next) {
        retire(exchange(next, ""));
    }

    /** What served before serves on. */
    synchronized void failed(String why) {
        otherwise = Availability.UNAVAILABLE;
        reason = serving == null ? why : "what was loaded before serves on, since loading it anew failed: " + why;
    }

    void unload(String why) {
        retire(exchange(null, why));
    }

    private synchronized @Nullable Leased<OnnxModel> exchange(@Nullable Leased<OnnxModel> next, String why) {
        Leased<OnnxModel> before = serving;
        serving = next;
        leaving = before;
        otherwise = Availability.UNAVAILABLE;
        reason = why;
        return before;
    }

    /** Outside the lock: the last lease may be this one, and closing takes its time. */
    private static void retire(@Nullable Leased<OnnxModel> model) {
        if (model != null) {
            model.retire();
        }
    }
}

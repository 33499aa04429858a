package io.pilotlight.tests.process;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The router in front of a catalog, and what it tells of its pools. Closing it stops all that it has started. */
public final class RouterProcess implements AutoCloseable {

    private final FunctionProcess front;

    private RouterProcess(FunctionProcess front) {
        this.front = front;
    }

    /** How to start one to which everybody may come. */
    public static FunctionProcess.Launch launch(CatalogFiles catalog) {
        return guarded(catalog).environment("PILOTLIGHT_ACCESS_OPEN", "true");
    }

    /** How to start one that nobody may come to yet. */
    public static FunctionProcess.Launch guarded(CatalogFiles catalog) {
        return FunctionProcess.launch(BuiltFunction.ROUTER)
                .environment("PILOTLIGHT_ROUTER_CATALOG", catalog.folder().toString());
    }

    /** Starts one to which everybody may come, and waits until it is ready. */
    public static RouterProcess start(CatalogFiles catalog) {
        return of(launch(catalog));
    }

    public static RouterProcess of(FunctionProcess.Launch launch) {
        return new RouterProcess(launch.start());
    }

    /** What callers call. */
    public FunctionProcess front() {
        return front;
    }

    /** What it tells of a function in a pool. */
    public JsonNode tells(String pool, String function) {
        Answer answer = front.send(Request.get("/pools"));
        return answer.json()
                .required("pools")
                .valueStream()
                .filter(one -> one.required("name").textValue().equals(pool))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pool " + pool + " in " + answer))
                .required("functions")
                .required(function);
    }

    /** The processes of a function in a pool. */
    public List<ProcessHandle> processes(String pool, String function) {
        List<ProcessHandle> processes = new ArrayList<>();
        for (JsonNode endpoint : tells(pool, function).required("endpoints")) {
            Optional<ProcessHandle> process =
                    ProcessHandle.of(endpoint.required("pid").longValue());
            process.ifPresent(processes::add);
        }
        return processes;
    }

    /** All processes that it has started, and those that they have. */
    public Stream<ProcessHandle> descendants() {
        return front.handle().descendants();
    }

    @Override
    public void close() {
        front.close();
    }
}

package io.pilotlight.engine.session;

/**
 * How a session uses processors.
 *
 * @param intraOpThreads threads that share one operator's work, the caller's own included; at least 1
 * @param spinning whether idle threads wait busily: fastest for a lonely request, unkind to everything else
 * @param optimizeGraph whether ONNX Runtime fuses the graph's operators while loading it; false where
 *     {@link GraphOptimizer} has done so before, which halves the time of a load
 * @param provider what computes
 */
public record SessionSettings(int intraOpThreads, boolean spinning, boolean optimizeGraph, Provider provider) {

    public SessionSettings {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException(
                    "session settings: expected at least 1 intra-op thread, got " + intraOpThreads);
        }
    }

    /** On the processors. */
    public SessionSettings(int intraOpThreads, boolean spinning, boolean optimizeGraph) {
        this(intraOpThreads, spinning, optimizeGraph, Provider.CPU);
    }

    /** The same model on other processors: what a second session of it is opened with. */
    public SessionSettings withThreads(int threads, boolean spin) {
        return new SessionSettings(threads, spin, optimizeGraph, provider);
    }

    @Override
    public String toString() {
        return intraOpThreads == 1
                ? "1 thread"
                : intraOpThreads + (spinning ? " spinning threads" : " threads, no spinning");
    }
}

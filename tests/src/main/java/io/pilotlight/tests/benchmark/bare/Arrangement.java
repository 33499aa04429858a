package io.pilotlight.tests.benchmark.bare;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to spend the cores on bare ONNX Runtime calls.
 *
 * @param lanes threads that each call a session on their own
 * @param sessions how many sessions the lanes share between them
 * @param intraOpThreads threads that one call uses
 * @param spinning whether those threads wait for work by spinning
 * @param batch texts in one call
 */
public record Arrangement(int lanes, int sessions, int intraOpThreads, boolean spinning, int batch)
        implements Serializable {
    private static final List<Integer> BATCHES = List.of(1, 4, 16, 32);

    /** One call after the other on one core. */
    public static final Arrangement ONE_THREAD = new Arrangement(1, 1, 1, false, 1);

    public Arrangement {
        if (lanes < 1 || sessions < 1 || sessions > lanes || intraOpThreads < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "expected 1 or more lanes, threads and texts and no more sessions than lanes, got %d lanes, %d sessions, %d threads, batch %d"
                            .formatted(lanes, sessions, intraOpThreads, batch));
        }
        // A single thread has nobody to wait for.
        spinning = spinning && intraOpThreads > 1;
    }

    /** Every arrangement worth comparing on so many cores, each with batches from one to thirty-two. */
    static List<Arrangement> forCores(int cores) {
        return Stream.of(
                        ONE_THREAD,
                        new Arrangement(1, 1, cores, true, 1),
                        new Arrangement(1, 1, cores, false, 1),
                        new Arrangement(cores, 1, 1, false, 1),
                        new Arrangement(cores, cores, 1, false, 1),
                        new Arrangement(Math.max(1, cores / 2), 1, 2, true, 1),
                        new Arrangement(cores, 1, 2, true, 1))
                .distinct()
                .flatMap(single -> BATCHES.stream().map(single::withBatch))
                .toList();
    }

    private Arrangement withBatch(int texts) {
        return new Arrangement(lanes, sessions, intraOpThreads, spinning, texts);
    }

    /** Whether so many callers that each wait for an answer can keep it busy. */
    boolean suits(int callers) {
        return lanes * batch <= callers;
    }

    /** Lanes × intra-op threads, as tables name it. */
    public String label() {
        String threads = lanes + "×" + intraOpThreads;
        if (sessions > 1) {
            threads += ", " + sessions + " sessions";
        }
        if (intraOpThreads > 1) {
            threads += spinning ? ", spinning" : ", no spinning";
        }
        return batch == 1 ? threads : threads + ", batch " + batch;
    }
}

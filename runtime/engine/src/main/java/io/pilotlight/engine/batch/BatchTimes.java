package io.pilotlight.engine.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a run of a session takes, by rows and elements: learnt from the runs themselves. Sizes fall into classes, rows by powers
 * of two, elements by half powers; each class remembers its latest runs as nanoseconds for one element and answers with their
 * median, so that neither an outlier nor a slow hour stays. A class without runs is answered by its nearest neighbour, scaled.
 *
 * <p>No formula is fitted: the steps where kernels change, which decide whether a batch pays, are what a formula would smooth away.
 *
 * <p>Safe for use by many threads.
 */
public final class BatchTimes {

    /** 1, 2, 3 to 4, 5 to 8, and so on. */
    private static final int ROW_CLASSES = 24;

    /** Two to an octave. */
    private static final int LENGTH_CLASSES = 96;

    private final AtomicReferenceArray<RecentTimes> classes = new AtomicReferenceArray<>(ROW_CLASSES * LENGTH_CLASSES);

    /**
     * What one class of runs took.
     *
     * @param runs how many there were
     */
    public record Observed(int maxRows, long elementsPerRow, long runs, double nanosPerRow) {}

    /** A run has ended. */
    public void observe(int rows, long elementsPerRow, long nanos) {
        int place = place(rowClass(rows), lengthClass(elementsPerRow));
        double nanosPerElement = (double) nanos / rows / elementsPerRow;
        RecentTimes times = classes.get(place);
        if (times == null) {
            RecentTimes first = new RecentTimes();
            first.add(nanosPerElement); // before anybody sees it and takes it for known to last no time
            times = classes.compareAndExchange(place, null, first);
        }
        if (times != null) {
            times.add(nanosPerElement);
        }
    }

    /** Nanoseconds that such a run will take; 0 while nothing is known. */
    public double expectedNanos(int rows, long elementsPerRow) {
        return nanosPerElement(rowClass(rows), lengthClass(elementsPerRow)) * rows * elementsPerRow;
    }

    /** Whether such runs have been seen, and not too long ago. */
    public boolean isKnown(int rows, long elementsPerRow) {
        RecentTimes times = classes.get(place(rowClass(rows), lengthClass(elementsPerRow)));
        return times != null && times.isTrusted();
    }

    /**
     * Somebody has decided against such a run because of what it took; now and then that is doubted, and it is tried again: the more
     * seldom, the more of all rows would go into trying it.
     *
     * @param runRows that are run instead
     */
    public void decidedAgainst(int rows, long elementsPerRow, int runRows) {
        RecentTimes times = classes.get(place(rowClass(rows), lengthClass(elementsPerRow)));
        if (times != null) {
            times.doubt(Math.min(1, (double) runRows / rows));
        }
    }

    /** Nanoseconds of processing that one more row of a long queue means: at the best of the known batches. */
    public double bestNanosPerRow(long elementsPerRow, int maxRows) {
        int length = lengthClass(elementsPerRow);
        double best = nanosPerElement(0, length);
        for (int rows = 1; rows <= rowClass(maxRows); rows++) {
            RecentTimes times = classes.get(place(rows, length));
            if (times != null) {
                best = Math.min(best, times.median());
            }
        }
        return best * elementsPerRow;
    }

    /** All that is known, short rows and small batches first. */
    public List<Observed> observed() {
        List<Observed> observed = new ArrayList<>();
        for (int length = 0; length < LENGTH_CLASSES; length++) {
            for (int rows = 0; rows < ROW_CLASSES; rows++) {
                RecentTimes times = classes.get(place(rows, length));
                if (times != null) {
                    long elements = elements(length);
                    observed.add(new Observed(1 << rows, elements, times.all(), times.median() * elements));
                }
            }
        }
        return observed;
    }

    /** Fewer rows are the careful neighbour: a batch takes at most as long as its rows one by one. */
    private double nanosPerElement(int rows, int length) {
        for (int distance = 0; distance < LENGTH_CLASSES; distance++) {
            for (int near : new int[] {length - distance, length + distance}) {
                double found = near >= 0 && near < LENGTH_CLASSES ? nearest(rows, near) : Double.NaN;
                if (!Double.isNaN(found)) {
                    return found;
                }
            }
        }
        return 0;
    }

    private double nearest(int rows, int length) {
        for (int distance = 0; distance < ROW_CLASSES; distance++) {
            for (int near : new int[] {rows - distance, rows + distance}) {
                RecentTimes times = near >= 0 && near < ROW_CLASSES ? classes.get(place(near, length)) : null;
                if (times != null) {
                    return times.median();
                }
            }
        }
        return Double.NaN;
    }

    private static int place(int rowClass, int lengthClass) {
        return lengthClass * ROW_CLASSES + rowClass;
    }

    private static int rowClass(int rows) {
        return Math.min(ROW_CLASSES - 1, Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1));
    }

    private static int lengthClass(long elements) {
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(elements);
        int upperHalf = octave == 0 ? 0 : (int) (elements >> (octave - 1) & 1);
        return Math.min(LENGTH_CLASSES - 1, 2 * octave + upperHalf);
    }

    /** The smallest of the class. */
    private static long elements(int lengthClass) {
        long octave = 1L << (lengthClass / 2);
        return lengthClass % 2 == 0 ? octave : octave + octave / 2;
    }

    /** The latest runs of one class. */
    private static final class RecentTimes {

        private static final int REMEMBERED = 15;
        private static final int TRUSTED = 3;
        private static final int DOUBTS = 256;

        private final double[] nanosPerElement = new double[REMEMBERED];
        private long all;
        private int runs;
        private volatile double median;
        private double doubts;
        private volatile boolean trusted;

        synchronized void add(double value) {
            nanosPerElement[runs % REMEMBERED] = value;
            runs++;
            all++;
            double[] sorted = Arrays.copyOf(nanosPerElement, Math.min(runs, REMEMBERED));
            Arrays.sort(sorted);
            median = sorted[sorted.length / 2];
            doubts = 0;
            trusted = runs >= TRUSTED;
        }

        /** Doubted often enough, all but the median is forgotten: the next runs are judged by themselves. */
        synchronized void doubt(double weight) {
            doubts += weight;
            if (doubts >= DOUBTS) {
                runs = 0;
                doubts = 0;
                trusted = false;
            }
        }

        boolean isTrusted() {
            return trusted;
        }

        double median() {
            return median;
        }

        synchronized long all() {
            return all;
        }
    }
}

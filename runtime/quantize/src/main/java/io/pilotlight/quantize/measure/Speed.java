package io.pilotlight.quantize.measure;

import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.run.Runner;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How fast a model is beside another, in turns on the same samples, so that whatever else the machine does hits both. As many runs
 * go side by side as there are processors, each on one thread: the plan that serves small models best.
 *
 * @param baseMillis the other's median time for a sample
 * @param millis its own
 * @param ratio the median over rounds of the other's time over its own: above 1 it is faster
 * @param shortRatio the same for the smallest quarter of the samples
 * @param longRatio the same for the largest quarter
 */
public record Speed(double baseMillis, double millis, double ratio, double shortRatio, double longRatio) {

    private static final int ROUNDS = 15;
    private static final double NANOS_PER_MILLI = 1e6;

    /** What a round of the slower model may take. */
    private static final double ROUND_MILLIS = 100;

    /** Times of both in one round, in milliseconds for a sample. */
    private record Round(double base, double own) {}

    public static Speed of(Runner base, Runner model, List<Tensors> samples) {
        List<Tensors> bySize = samples.stream()
                .sorted(Comparator.comparingLong(Speed::elements))
                .toList();
        int quarter = Math.max(1, samples.size() / 4);
        int lanes = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(lanes)) {
            List<Round> all = rounds(pool, lanes, base, model, samples);
            return new Speed(
                    median(all, Round::base),
                    median(all, Round::own),
                    ratio(all),
                    ratio(rounds(pool, lanes, base, model, bySize.subList(0, quarter))),
                    ratio(rounds(pool, lanes, base, model, bySize.subList(samples.size() - quarter, samples.size()))));
        }
    }

    private static long elements(Tensors sample) {
        return sample.byName().values().stream()
                .mapToLong(tensor -> tensor.shape().elementCount())
                .sum();
    }

    private static List<Round> rounds(
            ExecutorService pool, int lanes, Runner base, Runner model, List<Tensors> samples) {
        List<Tensors> chosen = chosen(base, samples);
        time(pool, lanes, model, chosen);
        return IntStream.range(0, ROUNDS)
                .mapToObj(round -> new Round(time(pool, lanes, base, chosen), time(pool, lanes, model, chosen)))
                .toList();
    }

    private static double ratio(List<Round> rounds) {
        return median(rounds, round -> round.base / round.own);
    }

    /** As many as a round has time for. */
    private static List<Tensors> chosen(Runner base, List<Tensors> samples) {
        base.run(samples.getFirst());
        long began = System.nanoTime();
        int count = 0;
        while (count < samples.size() && (count == 0 || (System.nanoTime() - began) / NANOS_PER_MILLI < ROUND_MILLIS)) {
            base.run(samples.get(count));
            count++;
        }
        return samples.subList(0, count);
    }

    /** Milliseconds for each sample, while every lane answers all of them. */
    private static double time(ExecutorService pool, int lanes, Runner runner, List<Tensors> samples) {
        long began = System.nanoTime();
        List<? extends Future<?>> running = IntStream.range(0, lanes)
                .mapToObj(lane -> pool.submit(() -> samples.forEach(runner::run)))
                .toList();
        for (Future<?> lane : running) {
            try {
                lane.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while measuring", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a sample that was answered before is not any more", e);
            }
        }
        return (System.nanoTime() - began) / NANOS_PER_MILLI / samples.size();
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }
}

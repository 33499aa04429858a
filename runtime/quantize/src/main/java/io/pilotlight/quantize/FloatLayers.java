package io.pilotlight.quantize;

import io.pilotlight.quantize.measure.Accuracy;
import io.pilotlight.quantize.report.Report;
import io.pilotlight.quantize.scheme.LayerPlan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds the fewest layers that have to stay in floats for a model to be accurate: those whose own error is largest go first. The
 * first try leaves none, which mostly does.
 */
final class FloatLayers {

    private final List<String> worstFirst;
    private final Function<Set<String>, Accuracy> measure;
    private final List<Report.Attempt> attempts = new ArrayList<>();

    FloatLayers(List<LayerPlan> plans, Function<Set<String>, Accuracy> measure) {
        this.worstFirst = plans.stream()
                .sorted(Comparator.comparingDouble(LayerPlan::error).reversed())
                .map(LayerPlan::name)
                .toList();
        this.measure = measure;
    }

    /** The names of those layers; all but one where even that does not help. */
    Set<String> fewest(Consumer<String> progress) {
        if (suffices(0)) {
            return Set.of();
        }
        progress.accept("not accurate enough: trying with some layers in floats");
        int tooFew = 0;
        int enough = 1;
        while (enough < worstFirst.size() && !suffices(enough)) {
            tooFew = enough;
            enough = Math.min(2 * enough, worstFirst.size());
        }
        if (enough >= worstFirst.size()) {
            return Set.of(); // nothing would be left that is quantized: it is reported, and refused, as it is
        }
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) / 2;
            if (suffices(middle)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return worst(enough);
    }

    private boolean suffices(int count) {
        Accuracy accuracy = measure.apply(worst(count));
        boolean enough = accuracy.gate().passed();
        attempts.add(new Report.Attempt(count, accuracy.agreement().meanCosine(), enough));
        return enough;
    }

    private Set<String> worst(int count) {
        return new LinkedHashSet<>(worstFirst.subList(0, count));
    }

    List<Report.Attempt> attempts() {
        return List.copyOf(attempts);
    }
}

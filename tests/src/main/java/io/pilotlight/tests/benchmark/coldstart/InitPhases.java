package io.pilotlight.tests.benchmark.coldstart;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server says of the parts of its own start: {@code faas_init_duration_seconds{phase="…"}}. */
final class InitPhases {
    private static final Pattern GAUGE =
            Pattern.compile("^faas_init_duration_seconds\\{[^}]*phase=\"([^\"]+)\"[^}]*}\\s+(\\S+)", Pattern.MULTILINE);

    private InitPhases() {}

    /** Milliseconds by phase, in the page's order. */
    static Map<String, Double> readMillis(String metricsPage) {
        Map<String, Double> millisByPhase = new LinkedHashMap<>();
        Matcher gauge = GAUGE.matcher(metricsPage);
        while (gauge.find()) {
            millisByPhase.put(gauge.group(1), Double.parseDouble(gauge.group(2)) * 1000);
        }
        return millisByPhase;
    }
}

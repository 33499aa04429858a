package io.pilotlight.router;

import io.pilotlight.router.catalog.Catalog;
import io.pilotlight.router.pool.Backend;
import io.pilotlight.router.pool.BackendReport;
import io.pilotlight.router.pool.Pools;
import io.pilotlight.wire.http.Reply;

import io.vertx.core.buffer.Buffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pools as lines for people to read: a row for each endpoint, and one for a function in a pool that has none. */
final class PoolsTable {

    private static final List<String> HEAD = List.of(
            "POOL",
            "FUNCTION",
            "VARIANT",
            "STATE",
            "PID",
            "ENDPOINT",
            "IN FLIGHT",
            "WAITING",
            "LAG",
            "ANSWER",
            "COLD STARTS");

    private static final String NOTHING = "-";

    private PoolsTable() {}

    static Reply of(Catalog catalog, Pools pools) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        catalog.pools().values().forEach(pool -> pool.placements()
                .forEach(placement -> pools.of(placement.function()).stream()
                        .filter(backend -> backend.pool().equals(pool.name()))
                        .forEach(backend -> rows.addAll(rows(backend)))));
        String hardware = catalog.pools().values().stream()
                .filter(pool -> !pool.hardware().isEmpty())
                .map(pool -> pool.name() + ": " + pool.hardware() + "\n")
                .collect(Collectors.joining());
        return new Reply(200, "text/plain; charset=utf-8", Buffer.buffer(aligned(rows) + hardware), List.of());
    }

    private static List<List<String>> rows(Backend backend) {
        BackendReport report = backend.report();
        if (report.endpoints().isEmpty()) {
            return List.of(row(backend, report, Optional.empty()));
        }
        return report.endpoints().stream()
                .map(endpoint -> row(backend, report, Optional.of(endpoint)))
                .toList();
    }

    private static List<String> row(Backend backend, BackendReport report, Optional<BackendReport.Of> endpoint) {
        String state = report.warmth().name().toLowerCase(Locale.ROOT);
        return List.of(
                backend.pool(),
                backend.placement().function(),
                backend.placement().variant(),
                endpoint.filter(BackendReport.Of::ejected).isPresent() ? "ejected" : state,
                endpoint.filter(one -> one.pid() > 0)
                        .map(one -> String.valueOf(one.pid()))
                        .orElse(NOTHING),
                endpoint.map(BackendReport.Of::address).orElse(NOTHING),
                String.valueOf(endpoint.map(BackendReport.Of::inFlight).orElse(0)),
                String.valueOf(report.waiting()),
                report.lag().isPresent() ? String.valueOf(report.lag().getAsLong()) : NOTHING,
                report.answer().map(PoolsTable::millis).orElse(NOTHING),
                report.coldStarts() == 0 ? "0" : report.coldStarts() + ", " + millis(report.coldStart()) + " each");
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder lines = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length - 1; i++) {
                lines.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            lines.append(row.getLast()).append('\n');
        }
        return lines.toString();
    }
}

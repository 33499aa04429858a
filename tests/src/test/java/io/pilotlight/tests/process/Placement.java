package io.pilotlight.tests.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pool's definition says of one function.
 *
 * @param fields as {@code runtime/router/README.md} has them
 */
public record Placement(Map<String, Object> fields) {

    /** Processes of {@code embed}, on whose plans nothing is measured. */
    public static Placement ofEmbed() {
        return of(BuiltFunction.EMBED.command(Executable.underTest(), List.of()))
                .with(
                        "environment",
                        Map.of(
                                "QUARKUS_HTTP_HOST", "127.0.0.1",
                                "PILOTLIGHT_CACHE_ENABLED", "false",
                                "PILOTLIGHT_PLAN_MEASURE", "false",
                                "PILOTLIGHT_PLAN_FILE",
                                        ChildProcesses.FOLDER
                                                .resolve("no-plans.json")
                                                .toString(),
                                "PILOTLIGHT_TENANT_HEADER", "Pilotlight-Tenant"));
    }

    /** Processes of {@link EchoServer}. */
    public static Placement ofEcho() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(List.of(
                "-cp", Path.of("target", "test-classes").toAbsolutePath().toString(), EchoServer.class.getName()));
        return of(command);
    }

    /** Processes of any program. */
    public static Placement of(List<String> command) {
        return new Placement(Map.of("variant", "edge-int8", "command", command));
    }

    /** Something that answers at an address. */
    public static Placement at(URI url) {
        return new Placement(Map.of("variant", "edge-int8", "url", url.toString()));
    }

    /** One more variable of its environment. */
    public Placement environment(String name, String value) {
        Map<Object, Object> more = new LinkedHashMap<>((Map<?, ?>) fields.getOrDefault("environment", Map.of()));
        more.put(name, value);
        return with("environment", more);
    }

    public Placement with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Placement(more);
    }
}

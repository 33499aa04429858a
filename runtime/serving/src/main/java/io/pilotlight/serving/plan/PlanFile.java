package io.pilotlight.serving.plan;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.plan.PlanFindings;
import io.pilotlight.serving.Home;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Measured plans, kept for other processes: {@code {"schema": 1, "plans": [...]}}. A file that is missing, unreadable or none of
 * ours is a file without plans; one that cannot be written is left alone: plans save time and change no answer.
 */
final class PlanFile {

    private static final Logger LOG = Logger.getLogger(PlanFile.class);

    private static final int SCHEMA = 1;

    /** As many machines as one image may ever have been measured on; the oldest are forgotten. */
    private static final int MAX_PLANS = 64;

    private static final long MAX_BYTES = 1024 * 1024;

    private final Path file;

    PlanFile(Path file) {
        this.file = file;
    }

    /** The one beside a function's model. */
    static PlanFile in(Home home) {
        return new PlanFile(home.directory().resolve("plans.json"));
    }

    boolean exists() {
        return Files.isRegularFile(file);
    }

    /** What was found out before about such a model on such a machine. */
    Optional<PlanFindings> find(PlanKey key, boolean optimizeGraph) {
        try {
            for (JsonNode entry : plans()) {
                if (PlanJson.key(entry.required("key")).equals(key)) {
                    LanePlan plan = PlanJson.plan(entry.required("plan"), optimizeGraph);
                    return Optional.of(PlanJson.findings(entry, plan, optimizeGraph));
                }
            }
        } catch (IllegalArgumentException e) {
            LOG.warnf("file %s: not one of plans, it is not used: %s", file, e.getMessage());
        }
        return Optional.empty();
    }

    private ArrayNode plans() {
        try {
            if (!exists() || Files.size(file) > MAX_BYTES) {
                return JsonNodeFactory.instance.arrayNode();
            }
            JsonNode document = Json.MAPPER.readTree(file.toFile());
            boolean ours = document.path("schema").asInt() == SCHEMA
                    && document.path("plans").isArray();
            return ours ? (ArrayNode) document.get("plans") : JsonNodeFactory.instance.arrayNode();
        } catch (IOException e) {
            LOG.warnf("file %s: cannot be read, no plans are taken from it: %s", file, e.getMessage());
            return JsonNodeFactory.instance.arrayNode();
        }
    }

    /** Keeps what was found out, in the place of what was kept for the same before. */
    synchronized void keep(PlanKey key, PlanFindings findings) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
        ArrayNode plans = document.putArray("plans");
        ObjectNode entry = plans.addObject();
        entry.set("key", PlanJson.write(key));
        entry.set("plan", PlanJson.write(findings.chosen()));
        PlanJson.write(findings, entry);
        for (JsonNode other : plans()) {
            if (plans.size() < MAX_PLANS && !other.path("key").equals(entry.get("key"))) {
                plans.add(other);
            }
        }
        replace(document);
    }

    /** Whole or not at all: another process may be reading. */
    private void replace(ObjectNode document) {
        Path next = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.write(next, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debugf("file %s: plans cannot be kept: %s", file, e.getMessage());
        }
    }
}

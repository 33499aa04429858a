package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.server.InfinispanProcess;

import java.util.HashMap;
import java.util.Map;

/** Where a function that is measured keeps its answers. */
enum Keeping {
    NOWHERE("nothing"),
    MEMORY("its own memory"),
    INFINISPAN("Infinispan"),
    /** As it is by default where there is an Infinispan server. */
    BOTH("its own memory and Infinispan");

    private final String label;

    Keeping(String label) {
        this.label = label;
    }

    /** The name in tables. */
    String label() {
        return label;
    }

    /** Environment variables of a function. */
    Map<String, String> settings(InfinispanProcess infinispan) {
        Map<String, String> settings = new HashMap<>();
        settings.put("PILOTLIGHT_CACHE_ENABLED", String.valueOf(this != NOWHERE));
        settings.put("PILOTLIGHT_CACHE_SHARED_SERVERS", this == INFINISPAN || this == BOTH ? infinispan.address() : "");
        if (this == INFINISPAN) {
            settings.put("PILOTLIGHT_CACHE_NEAR_SIZE", "0");
        }
        return settings;
    }
}

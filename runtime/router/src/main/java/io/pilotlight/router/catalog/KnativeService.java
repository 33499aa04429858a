package io.pilotlight.router.catalog;

import java.util.regex.Pattern;

/** A Knative service that answers at a pool's address, as Kubernetes knows it. */
public record KnativeService(String namespace, String name) {

    /** A label of DNS (RFC 1123), as names of both are. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public KnativeService {
        require("namespace", namespace);
        require("service", name);
    }

    private static void require(String field, String value) {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException("`knative`: `" + field
                    + "`: expected at most 63 small letters, digits and hyphens, got \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}

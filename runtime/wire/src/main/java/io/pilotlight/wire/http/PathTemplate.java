package io.pilotlight.wire.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Paths that differ in some segments only, as in {@code /v2/models/:model}. Most requests fit no template, so that this is found out
 * without making anything.
 *
 * @param segments those that begin with a colon stand for any, and are parameters of that name
 */
record PathTemplate(List<String> segments) {

    private static final String PARAMETER = ":";

    /** The template that is written so; empty if it has no parameters. */
    static Optional<PathTemplate> of(String path) {
        return path.contains("/" + PARAMETER)
                ? Optional.of(new PathTemplate(List.of(path.substring(1).split("/", -1))))
                : Optional.empty();
    }

    /**
     * The parameters of a path that fits, decoded, by name. A slash at its end does not count.
     *
     * @throws IllegalArgumentException if one cannot be decoded
     */
    Optional<Map<String, String>> match(String path) {
        int start = 1;
        for (String segment : segments) {
            int end = endOf(path, start);
            boolean fits = segment.startsWith(PARAMETER)
                    ? end > start
                    : end - start == segment.length() && path.startsWith(segment, start);
            if (!fits) {
                return Optional.empty();
            }
            start = end + 1;
        }
        return start >= path.length() ? Optional.of(parameters(path)) : Optional.empty();
    }

    /** Of the segment that starts there; less than the start behind the end of the path. */
    private static int endOf(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    private Map<String, String> parameters(String path) {
        Map<String, String> parameters = new HashMap<>();
        int start = 1;
        for (String segment : segments) {
            int end = endOf(path, start);
            if (segment.startsWith(PARAMETER)) {
                parameters.put(segment.substring(PARAMETER.length()), decoded(path.substring(start, end)));
            }
            start = end + 1;
        }
        return parameters;
    }

    /** In a path a plus sign is one; in a form, for which Java decodes, it would be a space. */
    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

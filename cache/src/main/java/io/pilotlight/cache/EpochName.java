package io.pilotlight.cache;

import io.pilotlight.api.Sha256;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What can be invalidated as a whole. */
public sealed interface EpochName {

    /** All answers that a function gave. */
    record OfFunction(String function) implements EpochName {}

    /** All that were computed by what has this digest. */
    record OfAnswerDigest(Sha256 digest) implements EpochName {}

    /** All that belong to a tenant. */
    record OfTenant(String tenant) implements EpochName {}

    /** The three that an answer belongs to. */
    static List<EpochName> of(Scope scope) {
        return List.of(
                new OfTenant(scope.tenant()),
                new OfFunction(scope.function()),
                new OfAnswerDigest(scope.answerDigest()));
    }

    private String text() {
        return switch (this) {
            case OfFunction(String function) -> "function " + function;
            case OfAnswerDigest(Sha256 digest) -> "answer digest " + digest.hex();
            case OfTenant(String tenant) -> "tenant " + tenant;
        };
    }

    /** The SHA-256 of what it is and its name. */
    default ItemKey key() {
        return ItemKey.of(Sha256.algorithm().digest(text().getBytes(StandardCharsets.UTF_8)));
    }
}

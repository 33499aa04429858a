package io.pilotlight.router.catalog;

import io.pilotlight.api.Sha256;
import io.pilotlight.wire.manifest.FunctionManifest;

import java.util.Optional;

/**
 * A function that may be called.
 *
 * @param version of the function: the digest of its manifest
 */
public record CatalogFunction(FunctionManifest manifest, Sha256 version) {

    public String name() {
        return manifest.name();
    }

    /** Whether its answers are always the same, so that they may be kept, and asked for again where one was lost. */
    public boolean isRepeatable() {
        return manifest.variants().stream().allMatch(FunctionManifest.Variant::cacheable);
    }

    /**
     * Whether a variant may answer a caller: he has pinned its answer digest, or he has pinned none and it is the first of the manifest
     * or interchangeable with that.
     */
    public boolean mayAnswer(String variant, Optional<String> pinned) {
        return pinned.map(
                        digest -> digest.equals(variant(variant).answerDigest().toString()))
                .orElseGet(() -> manifest.mayAnswerFor(
                        variant, manifest.variants().getFirst().name()));
    }

    /**
     * One of its variants.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public FunctionManifest.Variant variant(String name) {
        return manifest.variants().stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("function " + name() + ": expected one of the variants "
                        + manifest.variants().stream()
                                .map(FunctionManifest.Variant::name)
                                .toList() + ", got \"" + name + "\""));
    }
}

package io.pilotlight.cache;

/** The epochs of a {@link Scope}: an answer is found for as long as none of them has changed. */
record Generation(long tenant, long function, long answerDigest) {}

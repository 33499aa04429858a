/**
 * Each protocol as its specification and its clients have it, told with requests that are right: what is wrong with a
 * request is the matter of {@link io.pilotlight.tests.endtoend.hostile}.
 */
@NullMarked
package io.pilotlight.tests.conformance;

import org.jspecify.annotations.NullMarked;

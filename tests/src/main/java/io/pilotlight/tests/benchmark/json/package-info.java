/**
 * The part that measures how JSON numbers become a tensor, beside what Jackson's streaming parser needs to do no more than
 * pass over the same bytes. It calls the reader of {@code runtime/serving} directly: no server, no HTTP.
 */
@NullMarked
package io.pilotlight.tests.benchmark.json;

import org.jspecify.annotations.NullMarked;

/**
 * The function as a queue has it: records from Kafka, answered as HTTP's requests are, by the same function, cache and lanes, in the
 * tier {@code batch}. What makes each outcome happen once is {@link io.pilotlight.queue}'s.
 */
@NullMarked
package io.pilotlight.serving.queue;

import org.jspecify.annotations.NullMarked;

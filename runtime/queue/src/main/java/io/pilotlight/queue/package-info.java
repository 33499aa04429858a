/**
 * Records from a Kafka topic, each with exactly one outcome: a result, or a dead letter with its reason, whatever is killed when. A
 * {@link io.pilotlight.queue.RecordHandler} answers records; everything here is about not losing and not repeating what it says.
 * {@link io.pilotlight.queue.QueueSession} is the loop, and tells why it may be believed.
 */
@NullMarked
package io.pilotlight.queue;

import org.jspecify.annotations.NullMarked;

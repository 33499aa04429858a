/**
 * A file of OpenAI's batch API, sent through a function's queue: {@link io.pilotlight.queue.batch.BatchFile} is the program. What it has
 * to remember lies in Kafka and beside the file that it writes, so that it may be ended and begun again at any time.
 */
@NullMarked
package io.pilotlight.queue.batch;

import org.jspecify.annotations.NullMarked;

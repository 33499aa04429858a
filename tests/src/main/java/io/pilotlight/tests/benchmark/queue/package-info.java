/** What a queue is given and what it gives: records, and an independent look at what has become of them; and how fast that goes. */
@NullMarked
package io.pilotlight.tests.benchmark.queue;

import org.jspecify.annotations.NullMarked;

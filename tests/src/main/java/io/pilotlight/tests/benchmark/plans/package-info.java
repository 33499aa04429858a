/**
 * Whether the engine's plan for a model is a good one, and what its lanes do with more work than they can take: the inner
 * {@link io.pilotlight.api.Inference} in this process, without server, protocol or tokenizer. {@code Plans} is the whole of
 * it. How load is made is for {@code openloop}; what a server adds for {@code throughput}.
 */
@NullMarked
package io.pilotlight.tests.benchmark.plans;

import org.jspecify.annotations.NullMarked;

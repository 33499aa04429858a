/**
 * The texts to embed: an endless, deterministic sequence in which no two are the same, short, long or mixed, and the orders in
 * which callers may ask for them. Nothing here knows who embeds them.
 */
@NullMarked
package io.pilotlight.tests.benchmark.text;

import org.jspecify.annotations.NullMarked;

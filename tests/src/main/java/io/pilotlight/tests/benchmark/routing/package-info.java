/** What the router costs: beside a plain proxy that does nothing else, and what it adds to a start from nothing. */
@NullMarked
package io.pilotlight.tests.benchmark.routing;

import org.jspecify.annotations.NullMarked;

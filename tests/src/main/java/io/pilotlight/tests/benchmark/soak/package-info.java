/**
 * The part that sends hundreds of thousands of requests and looks whether memory, file descriptors or threads grow
 * meanwhile. How fast the server answers is the matter of {@code throughput}.
 */
@NullMarked
package io.pilotlight.tests.benchmark.soak;

import org.jspecify.annotations.NullMarked;

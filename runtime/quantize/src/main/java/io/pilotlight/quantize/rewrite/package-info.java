/**
 * Graphs that compute the same with fewer nodes: constants folded, what exporters spell out in one node. The rewrites look at
 * shapes and at what a graph does, never at names, and depend on no machine.
 */
@NullMarked
package io.pilotlight.quantize.rewrite;

import org.jspecify.annotations.NullMarked;

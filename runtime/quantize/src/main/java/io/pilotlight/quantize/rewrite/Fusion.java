package io.pilotlight.quantize.rewrite;

import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

/** Puts one node where a graph has several that compute the same. */
interface Fusion {

    /** What comes of it, for the report. */
    String what();

    /** Fuses the shape that ends in the node, if one does, and says whether it did. */
    boolean fuse(Graph graph, Node end);
}

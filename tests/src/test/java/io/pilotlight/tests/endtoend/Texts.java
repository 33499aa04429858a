package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Resource;

import java.util.List;

/** Texts of many lengths and scripts, for embedding. */
final class Texts {

    static final List<String> ALL = Resource.lines(Texts.class, "texts.txt").toList();

    private Texts() {}
}

/**
 * A small model of a real kind, for tests and benchmarks: a perceptron that scores card transactions for fraud. It is
 * trained in this process from transactions made up here, so there is no file to fetch and nobody's data to protect; the
 * same seed gives the same file, byte for byte. Its own forward pass, in plain Java, says what a session must answer. It is
 * no advice on detecting fraud: the rule that it has to find is known, since we wrote it.
 */
@NullMarked
package io.pilotlight.tests.model.tabular;

import org.jspecify.annotations.NullMarked;

package io.pilotlight.tests.benchmark.process;

import java.io.Serializable;

/**
 * What the benchmark asks a {@link HelperProcess}, sent over its standard input; exactly one answer comes back over its
 * standard output.
 *
 * @param <A> the answer
 */
public interface Question<A extends Serializable> extends Serializable {
    Class<A> answerType();
}

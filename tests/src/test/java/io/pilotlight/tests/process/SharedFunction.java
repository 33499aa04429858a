package io.pilotlight.tests.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends one {@link FunctionProcess}, with default settings, to all tests of a run that ask for one as a parameter. It is
 * started for the first of them and stopped after the last.
 */
public final class SharedFunction implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedFunction.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == FunctionProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(NAMESPACE) // closes what it holds when the run ends
                .computeIfAbsent(
                        FunctionProcess.class, type -> FunctionProcess.launch().start(), FunctionProcess.class);
    }
}

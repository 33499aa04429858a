package io.pilotlight.serving.function;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.Answers;

import io.quarkus.arc.Arc;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls the function that Funqy has registered. */
@Singleton
public class FunqyFunction {

    private final ServedFunction served;
    private final Object bean;
    private final Method method;

    @Inject
    FunqyFunction(ServedFunction served) {
        FunctionInvoker invoker = FunctionRecorder.registry.matchInvoker(served.name());
        this.served = served;
        this.bean = Arc.container().instance(invoker.getTargetClass()).get();
        this.method = invoker.getMethod();
    }

    /**
     * The function's result for one item.
     *
     * @throws InferenceException if there is none
     */
    public Answers.Answer call(Record item, Call call) {
        return Answers.calling(served, call, () -> invoke(item));
    }

    private Object invoke(Record item) {
        try {
            return method.invoke(bean, item);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new InferenceException(ErrorCode.INTERNAL, "the function failed: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Funqy admits public methods only", e);
        }
    }
}

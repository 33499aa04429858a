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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls the function that Funqy has registered: by a method handle, since a reflective call would wrap each attempt that is given up into
 * an exception with the trace of the whole stack.
 */
@Singleton
public class FunqyFunction {

    private final ServedFunction served;
    private final Object bean;
    private final MethodHandle method;

    @Inject
    FunqyFunction(ServedFunction served) {
        FunctionInvoker invoker = FunctionRecorder.registry.matchInvoker(served.name());
        this.served = served;
        this.bean = Arc.container().instance(invoker.getTargetClass()).get();
        this.method = handle(invoker);
    }

    private static MethodHandle handle(FunctionInvoker invoker) {
        try {
            return MethodHandles.publicLookup()
                    .unreflect(invoker.getMethod())
                    .asType(MethodType.methodType(Object.class, Object.class, Record.class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Funqy admits public methods only", e);
        }
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
            return method.invokeExact(bean, item);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new InferenceException(ErrorCode.INTERNAL, "the function failed: " + e, e);
        }
    }
}

package org.trunkline.registry.capabilities;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

import org.trunkline.identity.Caller;
import org.trunkline.registry.access.KnownCallers;

/** Refuses what the caller's role cannot do. */
@RequiresCapability
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class CapabilityCheck {

    private final KnownCallers callers;
    private final Capabilities capabilities;

    CapabilityCheck(KnownCallers callers, Capabilities capabilities) {
        this.callers = callers;
        this.capabilities = capabilities;
    }

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        Caller caller = callers.current();
        capabilities.require(
                caller.role(),
                call.getMethod().getAnnotation(RequiresCapability.class).value());
        return call.proceed();
    }
}

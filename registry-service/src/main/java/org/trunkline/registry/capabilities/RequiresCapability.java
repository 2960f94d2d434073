package org.trunkline.registry.capabilities;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;

/**
 * On the method of an endpoint: the caller's role must have all of these capabilities, else the answer is 403. On a
 * class: its interceptor.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresCapability {

    /** The capabilities. */
    @Nonbinding
    Capability[] value() default {};
}

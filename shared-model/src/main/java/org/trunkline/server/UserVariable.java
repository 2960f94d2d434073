package org.trunkline.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A value that each user supplies for a server, as the user is asked for it.
 *
 * @param sensitive whether the input is hidden while typed; null means yes
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserVariable(String title, String description, Boolean sensitive) {}

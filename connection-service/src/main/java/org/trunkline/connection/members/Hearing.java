package org.trunkline.connection.members;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a member answers to another one's sign of life.
 *
 * @param database whether the database shows it the members
 */
@RegisterForReflection
record Hearing(boolean database) {}

package org.trunkline.registry.pins;

/**
 * Whose tools are pinned. A server that is pointed elsewhere has other tools: nothing pinned before counts there.
 *
 * @param server the stored server's id, or the name of a declared one with something before that no id has
 * @param target the URL, or the command with its arguments
 */
public record PinKey(String server, String target) {}

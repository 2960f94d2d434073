package org.trunkline.secret;

/** The end of a process: nothing catches it. */
final class Killed extends Error {}

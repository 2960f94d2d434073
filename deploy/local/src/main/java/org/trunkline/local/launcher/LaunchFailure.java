package org.trunkline.local.launcher;

/** Why the local run cannot go on; the message is the one line that the user is told. */
public final class LaunchFailure extends RuntimeException {

    LaunchFailure(String message) {
        super(message);
    }
}

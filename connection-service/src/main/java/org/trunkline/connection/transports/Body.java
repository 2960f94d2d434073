package org.trunkline.connection.transports;

import java.util.Arrays;

import io.vertx.core.buffer.Buffer;

/** The bytes of an answer as they come, copied once when their number was known before. */
final class Body {

    private static final int SMALL = 512;

    private byte[] bytes;
    private int length;

    /** @param expected how many bytes there will be; zero: that is not known */
    Body(int expected) {
        bytes = new byte[expected];
    }

    int length() {
        return length;
    }

    void append(Buffer chunk) {
        int needed = length + chunk.length();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(SMALL, 2 * length)));
        }
        chunk.getBytes(0, chunk.length(), bytes, length);
        length = needed;
    }

    /** All that has come; to be used once it has ended. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}

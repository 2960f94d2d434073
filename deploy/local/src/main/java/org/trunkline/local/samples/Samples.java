package org.trunkline.local.samples;

import io.vertx.core.http.HttpServerRequest;

/** The sample MCP servers of the local run: one that anybody may use and one that wants an API key. */
public final class Samples {

    /** What the orders sample accepts in {@code X-Api-Key} or as a bearer token. */
    public static final String ORDERS_KEY = "demo-key";

    private Samples() {}

    /** The open sample on a free port: {@code echo}, {@code add} and {@code time}. */
    public static SampleServer open() {
        return open(0);
    }

    /** The open sample on that port. */
    public static SampleServer open(int port) {
        return new SampleServer(port, "sample-open", OpenTools.all(), request -> true);
    }

    /** The sample with a key on a free port: {@code list_orders} and {@code lookup_order}. */
    public static SampleServer orders() {
        return orders(0);
    }

    /** The sample with a key on that port. */
    public static SampleServer orders(int port) {
        return new SampleServer(port, "sample-orders", OrderTools.all(), Samples::hasKey);
    }

    private static boolean hasKey(HttpServerRequest request) {
        return ORDERS_KEY.equals(request.getHeader("X-Api-Key"))
                || ("Bearer " + ORDERS_KEY).equals(request.getHeader("Authorization"));
    }
}

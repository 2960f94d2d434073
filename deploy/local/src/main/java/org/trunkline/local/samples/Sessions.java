package org.trunkline.local.samples;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.vertx.core.http.HttpServerRequest;

/** The sessions of one sample server, with the counts that tests ask for. */
final class Sessions {

    private final Map<String, McpStreamableServerSession> open = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    void add(McpStreamableServerSession session) {
        open.put(session.getId(), session);
        opened.incrementAndGet();
    }

    void remove(McpStreamableServerSession session) {
        if (open.remove(session.getId()) != null) {
            closed.incrementAndGet();
        }
    }

    /** The session that the request names; if there is none, the request is answered here. */
    Optional<McpStreamableServerSession> of(HttpServerRequest request) {
        String id = request.getHeader(HttpHeaders.MCP_SESSION_ID);
        Optional<McpStreamableServerSession> session = Optional.ofNullable(id).map(open::get);
        if (session.isEmpty()) {
            request.response().setStatusCode(id == null ? 400 : 404).end();
        }
        return session;
    }

    Collection<McpStreamableServerSession> open() {
        return open.values();
    }

    int opened() {
        return opened.get();
    }

    int closed() {
        return closed.get();
    }
}

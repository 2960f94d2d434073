package org.trunkline.connection.testbed;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Servers that are declared before the service starts, of which one is down and one comes later. */
public final class AtStart implements QuarkusTestResourceLifecycleManager {

    private static ChangingServer server;
    private static ChangingServer late;

    /** The server that is there, as {@code there}, and as {@code own} with sessions that are users' own. */
    public static ChangingServer server() {
        return server;
    }

    /** The server {@code late}, which refuses until a test says otherwise. */
    public static ChangingServer late() {
        return late;
    }

    /** After {@link ConnectionTestBed}. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public Map<String, String> start() {
        server = new ChangingServer();
        late = new ChangingServer();
        late.refuse(503, Map.of());
        ConnectionTestBed.registry().declare("down", "{'type':'http','url':'http://127.0.0.1:1/mcp'}");
        ConnectionTestBed.registry().declare("there", "{'type':'http','url':'" + server.url() + "'}");
        ConnectionTestBed.registry().declare("late", "{'type':'http','url':'" + late.url() + "'}");
        ConnectionTestBed.registry().declare("waits", "{'type':'http','startup':false,'url':'" + server.url() + "'}");
        ConnectionTestBed.registry()
                .declare("own", "{'type':'http','headers':{'X':'{{LIBRECHAT_USER_ID}}'},'url':'" + server.url() + "'}");
        return Map.of();
    }

    @Override
    public void stop() {
        server.close();
        late.close();
    }
}

package org.trunkline.local.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

import de.bwaldvogel.mongo.MongoServer;
import org.h2.mvstore.MVStore;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * A database that speaks MongoDB's protocol inside this process, so that a newcomer and a test need no MongoDB. It
 * knows what Trunkline's stores use: single-document compare-and-set, unique indexes, simple queries and aggregations.
 * It has no transactions and never expires documents by a TTL index.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** It would log each connection. */
    private static final Logger LIBRARY = Logger.getLogger("de.bwaldvogel.mongo");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private final MongoServer server;

    private EmbeddedDatabase(MVStore store, String host, int port) {
        server = new MongoServer(new OneAtATimeBackend(store));
        try {
            server.bind(new InetSocketAddress(host, port));
        } catch (RuntimeException e) {
            server.shutdownNow();
            throw e;
        }
    }

    /** An empty database on a free loopback port, gone when it is closed. */
    public static EmbeddedDatabase inMemory() {
        return new EmbeddedDatabase(MVStore.open(null), LoopbackServer.HOST, 0);
    }

    /**
     * The database in that file, which is made if absent. What was written is in the file a second later at the latest,
     * and at once by {@link #close()}: it outlives a killed process.
     *
     * @throws org.h2.mvstore.MVStoreException when another process has the file open
     */
    public static EmbeddedDatabase onFile(Path file, String host, int port) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EmbeddedDatabase(MVStore.open(file.toString()), host, port);
    }

    /** What a MongoDB driver connects to. */
    public String connectionString() {
        return server.getConnectionString();
    }

    /** Writes what is not yet in the file and ends the server. */
    @Override
    public void close() {
        server.shutdownNow();
    }
}

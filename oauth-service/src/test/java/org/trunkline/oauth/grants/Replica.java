package org.trunkline.oauth.grants;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.event.Event;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.bson.codecs.configuration.CodecRegistry;
import org.trunkline.oauth.clients.ClientRejected;

/** All that keeps grants in one replica of the service: it shares nothing with others but the database's content. */
final class Replica implements AutoCloseable {

    private final MongoClient database;
    private final AtomicBoolean doomed = new AtomicBoolean();
    private volatile boolean dead;
    final Grants grants;
    final RefreshAhead ahead;

    /** What ends the threads of a process that is killed. */
    private static final class Killed extends Error {}

    Replica(
            String name,
            String databaseUri,
            CodecRegistry codecs,
            GrantSeals seals,
            HTTPRequestSender http,
            Event<GrantChanged> changes,
            Event<ClientRejected> rejections) {
        database = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(databaseUri + "/?serverSelectionTimeoutMS=500"))
                .codecRegistry(codecs)
                .build());
        GrantsConfig config = new SmallRyeConfigBuilder()
                .withMapping(GrantsConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "trunkline.grants.skew", "1s",
                                "trunkline.grants.ahead", "2s",
                                "trunkline.grants.lease", "3s",
                                "trunkline.grants.patience", "10s",
                                "trunkline.grants.pause", "200ms"),
                        "chaos",
                        100))
                .build()
                .getConfigMapping(GrantsConfig.class);
        HTTPRequestSender named = request -> send(name, http, request);
        GrantStore store = new GrantStore(database, "chaos");
        Refresher refresher = new Refresher(
                store,
                seals,
                new RefreshLease(store, config),
                new RefreshRequests(new TokenEndpoint(named)),
                config,
                changes,
                rejections);
        ahead = new RefreshAhead(store, refresher, config);
        grants = new Grants(
                store,
                seals,
                new GrantWriter(store, seals, changes),
                refresher,
                null,
                new Revocations(seals, named),
                config,
                changes);
    }

    /** It dies as soon as it has tokens that are not stored yet. */
    void killWithTokensInHand() {
        doomed.set(true);
    }

    boolean isDead() {
        return dead;
    }

    private ReadOnlyHTTPResponse send(String name, HTTPRequestSender http, ReadOnlyHTTPRequest request)
            throws IOException {
        ((HTTPRequest) request).setHeader("X-Replica", name);
        ReadOnlyHTTPResponse response = http.send(request);
        if (response.getStatusCode() == 200 && doomed.compareAndSet(true, false)) {
            dead = true;
            database.close();
        }
        if (dead) {
            throw new Killed();
        }
        return response;
    }

    @Override
    public void close() {
        database.close();
    }
}

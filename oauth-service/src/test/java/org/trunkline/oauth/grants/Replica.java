package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.event.Event;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.bson.codecs.configuration.CodecRegistry;
import org.trunkline.oauth.clients.ClientRejected;

/** All that keeps grants in one replica of the service: it shares nothing with others but the database's content. */
final class Replica implements AutoCloseable {

    /** Of {@code trunkline.grants.lease}. */
    static final Duration LEASE = Duration.ofSeconds(2);

    private final MongoClient database;
    final Grants grants;
    final RefreshAhead ahead;

    Replica(
            String databaseUri,
            CodecRegistry codecs,
            GrantSeals seals,
            HTTPRequestSender http,
            Event<GrantChanged> changes,
            Event<ClientRejected> rejections) {
        database = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(databaseUri))
                .codecRegistry(codecs)
                .build());
        GrantsConfig config = new SmallRyeConfigBuilder()
                .withMapping(GrantsConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(
                        Map.of("trunkline.grants.lease", LEASE.toMillis() + "ms"), "replica", 100))
                .build()
                .getConfigMapping(GrantsConfig.class);
        GrantStore store = new GrantStore(database, "replicas");
        Refresher refresher = new Refresher(
                store,
                seals,
                new RefreshLease(store, config),
                new RefreshRequests(new TokenEndpoint(http)),
                config,
                changes,
                rejections,
                new SimpleMeterRegistry());
        ahead = new RefreshAhead(store, refresher, config, changes);
        grants = new Grants(
                store,
                seals,
                new GrantWriter(store, seals, changes),
                refresher,
                null,
                new Revocations(seals, http),
                config,
                changes);
    }

    @Override
    public void close() {
        database.close();
    }
}

package org.trunkline.registry.servers;

import java.util.Map;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import org.trunkline.secret.SealedRecord;
import org.trunkline.secret.SealedStore;

/** The secrets in the configurations of managed servers. */
@ApplicationScoped
class SealedConfigs implements SealedStore {

    private static final int BATCH = 200;

    private final ManagedServers servers;
    private final StoredConfigs configs;

    SealedConfigs(ManagedServers servers, StoredConfigs configs) {
        this.servers = servers;
        this.configs = configs;
    }

    @Override
    public boolean walk(Predicate<SealedRecord> visitor) {
        try (MongoCursor<ManagedServer> all = servers.alive(Filters.empty())
                .projection(Projections.include("config", "revision"))
                .batchSize(BATCH)
                .cursor()) {
            boolean goOn = true;
            while (goOn && all.hasNext()) {
                goOn = visitor.test(new SealedConfig(all.next()));
            }
            return goOn;
        }
    }

    private final class SealedConfig implements SealedRecord {

        private final ManagedServer server;

        private SealedConfig(ManagedServer server) {
            this.server = server;
        }

        @Override
        public Map<String, String> values() {
            return configs.secrets(server);
        }

        @Override
        public boolean replace(Map<String, String> resealed) {
            return servers.reseal(server, configs.resealed(server, resealed));
        }
    }
}

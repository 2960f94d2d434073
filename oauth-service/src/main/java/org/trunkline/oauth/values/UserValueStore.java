package org.trunkline.oauth.values;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.mongodb.MongoException;
import com.mongodb.client.model.Indexes;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;

/** Users' values in MongoDB, each a document of its own. */
@ApplicationScoped
class UserValueStore implements PanacheMongoRepositoryBase<UserValue, String> {

    private static final Logger LOG = Logger.getLogger(UserValueStore.class);

    /** Only for speed: a database that is not there yet does not keep the service from starting. */
    void index(@Observes StartupEvent start) {
        try {
            mongoCollection().createIndex(Indexes.ascending("user", "server"));
            mongoCollection().createIndex(Indexes.ascending("server"));
        } catch (MongoException e) {
            LOG.warnf("the indexes of user values could not be created: %s", e.getMessage());
        }
    }
}

package org.trunkline.oauth.authorization;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;
import org.trunkline.oauth.events.ChangeFeed;

/** How authorizations are, in MongoDB. What changes here is told to everyone who listens. */
@ApplicationScoped
class Authorizations implements PanacheMongoRepositoryBase<Authorization, String> {

    private static final Logger LOG = Logger.getLogger(Authorizations.class);

    private final ChangeFeed feed;

    Authorizations(ChangeFeed feed) {
        this.feed = feed;
    }

    /** Only for speed: a database that is not there yet does not keep the service from starting. */
    void index(@Observes StartupEvent start) {
        try {
            mongoCollection().createIndex(Indexes.ascending("user"));
            mongoCollection().createIndex(Indexes.ascending("server"));
        } catch (MongoException e) {
            LOG.warnf("the indexes of authorizations could not be created: %s", e.getMessage());
        }
    }

    Optional<Authorization> find(String user, String server) {
        return findByIdOptional(Authorization.id(user, server));
    }

    List<Authorization> of(String user) {
        return list("user", user);
    }

    void forgetServer(String server) {
        delete("server", server);
    }

    /** Changes an authorization for something that has happened, whatever it was before. */
    void happened(String user, String server, Consumer<Authorization> edit) {
        boolean done = false;
        while (!done) {
            done = seen(find(user, server).orElseGet(() -> Authorization.fresh(user, server)), edit);
        }
    }

    /**
     * Changes an authorization to what was found out after it was read; what happened in between wins.
     *
     * @return whether {@code read} is what is stored now
     */
    boolean seen(Authorization read, Consumer<Authorization> edit) {
        List<Object> before = read.news();
        edit.accept(read);
        if (before.equals(read.news())) {
            return true;
        }
        boolean stored = read.revision++ == 0 ? insert(read) : replace(read);
        if (stored) {
            feed.publish(read.change());
        }
        return stored;
    }

    private boolean insert(Authorization first) {
        try {
            mongoCollection().insertOne(first);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private boolean replace(Authorization next) {
        return mongoCollection()
                        .replaceOne(
                                Filters.and(Filters.eq("_id", next.id), Filters.eq("revision", next.revision - 1)),
                                next)
                        .getMatchedCount()
                == 1;
    }
}

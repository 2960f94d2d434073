package org.trunkline.oauth.events;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import org.bson.BsonString;

/** Counts how often the database is asked to insert into the log. */
@ApplicationScoped
class InsertedEntries implements CommandListener {

    private static final BsonString LOG = new BsonString("credentialChanges");

    private final AtomicInteger commands = new AtomicInteger();

    int commands() {
        return commands.get();
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (LOG.equals(event.getCommand().get("insert"))) {
            commands.incrementAndGet();
        }
    }
}

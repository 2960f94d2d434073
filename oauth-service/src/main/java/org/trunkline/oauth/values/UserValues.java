package org.trunkline.oauth.values;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import org.trunkline.secret.SecretBox;

/** The values that users gave for the variables of servers, encrypted at rest. Blocks while it asks the database. */
@ApplicationScoped
public class UserValues {

    private final UserValueStore store;
    private final SecretBox box;
    private final Event<ValuesChanged> changes;

    UserValues(UserValueStore store, SecretBox box, Event<ValuesChanged> changes) {
        this.store = store;
        this.box = box;
        this.changes = changes;
    }

    /** A user's values for a server, in clear, by name. */
    public Map<String, String> of(String user, String server) {
        Map<String, String> values = new TreeMap<>();
        stored(user, server).forEach(value -> values.put(value.name, box.open(value.sealed, value.id)));
        return values;
    }

    /** The names of the values that a user has, by server. */
    public Map<String, Set<String>> names(String user) {
        Map<String, Set<String>> names = new TreeMap<>();
        store.list("user", user)
                .forEach(value -> names.computeIfAbsent(value.server, server -> new TreeSet<>())
                        .add(value.name));
        return names;
    }

    /** Forgets everybody's values for a server that was deleted. */
    public void forgetServer(String server) {
        store.delete("server", server);
    }

    Set<String> names(String user, String server) {
        Set<String> names = new TreeSet<>();
        stored(user, server).forEach(value -> names.add(value.name));
        return names;
    }

    /** Sets values; a blank or null one is cleared, those that are not named stay. */
    void change(String user, String server, Map<String, String> values) {
        values.forEach((name, value) -> {
            if (value == null || value.isBlank()) {
                store.deleteById(UserValue.id(user, server, name));
            } else {
                store.persistOrUpdate(sealed(user, server, name, value));
            }
        });
        changes.fire(new ValuesChanged(user, server));
    }

    void clear(String user, String server) {
        store.delete("user = ?1 and server = ?2", user, server);
        changes.fire(new ValuesChanged(user, server));
    }

    private List<UserValue> stored(String user, String server) {
        return store.list("user = ?1 and server = ?2", user, server);
    }

    private UserValue sealed(String user, String server, String name, String value) {
        UserValue sealed = new UserValue();
        sealed.id = UserValue.id(user, server, name);
        sealed.user = user;
        sealed.server = server;
        sealed.name = name;
        sealed.sealed = box.seal(value, sealed.id);
        return sealed;
    }
}

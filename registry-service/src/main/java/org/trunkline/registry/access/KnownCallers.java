package org.trunkline.registry.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoException;
import org.jboss.logging.Logger;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;

/**
 * Tells who calls, and keeps the known users and groups up to date with it. Only a token that says something new is
 * written: this remembers what it wrote for the users who called last. A database that does not take it costs no
 * request: the next one tries again.
 */
@ApplicationScoped
public class KnownCallers {

    private static final Logger LOG = Logger.getLogger(KnownCallers.class);
    private static final int REMEMBERED = 10_000;

    private final Callers callers;
    private final KnownUsers users;
    private final KnownGroups groups;
    private final Map<String, List<Object>> written = Collections.synchronizedMap(new Recent());

    KnownCallers(Callers callers, KnownUsers users, KnownGroups groups) {
        this.callers = callers;
        this.users = users;
        this.groups = groups;
    }

    /** The caller of the current request. */
    public Caller current() {
        Caller caller = callers.current();
        List<Object> said = said(caller);
        if (!said.equals(written.get(caller.id())) && write(caller)) {
            written.put(caller.id(), said);
        }
        return caller;
    }

    /** The caller of the current request, as access is decided. */
    public Principals principals() {
        current();
        return Principals.of(callers);
    }

    private boolean write(Caller caller) {
        try {
            users.saw(caller);
            groups.saw(caller.groups());
            return true;
        } catch (MongoException e) {
            LOG.warnf("a caller was not noted: user=%s why=%s", caller.id(), e.getMessage());
            return false;
        }
    }

    private static List<Object> said(Caller caller) {
        List<Object> said = new ArrayList<>();
        said.add(caller.name());
        said.add(caller.username());
        said.add(caller.email());
        said.add(caller.role());
        said.add(caller.groups());
        return said;
    }

    private static final class Recent extends LinkedHashMap<String, List<Object>> {

        private Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Object>> eldest) {
            return size() > REMEMBERED;
        }
    }
}

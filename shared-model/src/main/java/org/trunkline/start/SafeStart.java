package org.trunkline.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Refuses to start rather than to run unsafely, before anything else is done. */
@ApplicationScoped
public class SafeStart {

    private static final Logger LOG = Logger.getLogger(SafeStart.class);
    private static final String WAY_OUT = "\nFor a run on one machine, trunkline.safe-start.except accepts settings by"
            + " their names (README.md, \"Safe start\")";

    private final Config settings;
    private final Set<String> accepted;

    public SafeStart(Config settings, SafeStartConfig config) {
        this.settings = settings;
        this.accepted =
                config.except().orElse(Set.of()).stream().map(String::strip).collect(Collectors.toSet());
    }

    /** @throws IllegalStateException naming every setting that is not safe, and what to do */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        judge(Dangers.of(settings));
    }

    /**
     * Logs the dangers that the operator accepts.
     *
     * @throws IllegalStateException naming the others, and what to do
     */
    public void judge(List<Danger> dangers) {
        List<Danger> refused = new ArrayList<>();
        for (Danger danger : dangers) {
            if (accepted.contains(danger.setting())) {
                LOG.warnf("not safe, but accepted by trunkline.safe-start.except: %s", danger);
            } else {
                refused.add(danger);
            }
        }
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused.stream()
                    .map(Danger::toString)
                    .collect(Collectors.joining("\n  ", "this would not be safe:\n  ", WAY_OUT)));
        }
    }
}

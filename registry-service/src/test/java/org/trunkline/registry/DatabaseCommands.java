package org.trunkline.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;

/** What the service asks the database. */
@ApplicationScoped
public class DatabaseCommands implements CommandListener {

    /** Those that come by themselves, or when what is remembered gets old, whoever asks for what. */
    private static final Set<String> BACKGROUND = Set.of("find rotations", "find roleCapabilities");

    private final Queue<String> commands = new ConcurrentLinkedQueue<>();

    /** The commands that a request makes the service send, each with its collection. */
    public List<String> during(Runnable request) {
        commands.clear();
        request.run();
        List<String> sent = new ArrayList<>(commands);
        sent.removeAll(BACKGROUND);
        return sent;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        String name = event.getCommandName();
        if (event.getCommand().isString(name)) {
            commands.add(name + " " + event.getCommand().getString(name).getValue());
        }
    }
}

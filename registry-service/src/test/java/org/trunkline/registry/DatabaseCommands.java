package org.trunkline.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;

/** What requests make the service ask the database: they have virtual threads, unlike what it does on a schedule. */
@ApplicationScoped
public class DatabaseCommands implements CommandListener {

    /** Comes when what is remembered gets old, whoever asks for what. */
    private static final String REMEMBERED = "find roleCapabilities";

    private final Queue<String> commands = new ConcurrentLinkedQueue<>();

    /** The commands that a request makes the service send, each with its collection. */
    public List<String> during(Runnable request) {
        commands.clear();
        request.run();
        List<String> sent = new ArrayList<>(commands);
        sent.removeIf(REMEMBERED::equals);
        return sent;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        String name = event.getCommandName();
        if (Thread.currentThread().isVirtual() && event.getCommand().isString(name)) {
            commands.add(name + " " + event.getCommand().getString(name).getValue());
        }
    }
}

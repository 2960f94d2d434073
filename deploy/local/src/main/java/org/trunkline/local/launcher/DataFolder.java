package org.trunkline.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that keeps what outlives a run. One run at a time has it: a lock file says so. */
final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder, which is made if absent.
     *
     * @param fresh whether to empty it first
     * @throws LaunchFailure when another run has it, or when a folder that is not a data folder is to be emptied
     */
    static DataFolder open(Path folder, boolean fresh) {
        try {
            if (fresh && !emptiable(folder)) {
                throw new LaunchFailure("--fresh would empty " + folder + ", which is not a data folder of Trunkline");
            }
            Files.createDirectories(folder);
            DataFolder data = new DataFolder(folder, lock(folder));
            if (fresh) {
                data.empty();
            }
            Files.createDirectories(data.logs());
            return data;
        } catch (IOException e) {
            throw new LaunchFailure("the data folder " + folder + " cannot be used: " + e);
        }
    }

    private static boolean emptiable(Path folder) throws IOException {
        if (Files.notExists(folder) || Files.exists(folder.resolve(LOCK))) {
            return true;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new LaunchFailure(
                    "the data folder " + folder + " is in use by another run: stop it, or say --data DIR");
        }
        return channel;
    }

    private void empty() throws IOException {
        List<Path> content;
        try (Stream<Path> files = Files.walk(folder)) {
            content = files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder) && !file.equals(folder.resolve(LOCK)))
                    .toList();
        }
        for (Path file : content) {
            Files.delete(file);
        }
    }

    Path database() {
        return folder.resolve("database.mv");
    }

    Path identityKey() {
        return folder.resolve("identity-key.json");
    }

    Path keyset() {
        return folder.resolve("secrets-keyset.json");
    }

    Path replicas() {
        return folder.resolve("replicas.json");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

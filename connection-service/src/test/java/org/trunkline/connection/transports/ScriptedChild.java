package org.trunkline.connection.transports;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** A server on stdio: the child process is this class, and hands everything on to the test and back. */
final class ScriptedChild extends ScriptedPeer {

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
    private final NetServer test = vertx.createNetServer().connectHandler(this::accept);
    private final int port = test.listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    private final List<ProcessHandle> running = new CopyOnWriteArrayList<>();
    private volatile int exitCode;

    /** From now on children write a line to their standard error and end at once. */
    void failAtStart(int code) {
        exitCode = code;
    }

    @Override
    public void register(String settings) {
        registry().declare("odd", """
                        {"command":"%s","args":["-XX:TieredStopAtLevel=1","-XX:+UseSerialGC","-cp","%s","%s","%d"],"forwardUserId":true%s}""".formatted(
                        ProcessHandle.current().info().command().orElseThrow(),
                        System.getProperty("java.class.path"),
                        ScriptedChild.class.getName(),
                        port,
                        settings));
    }

    @Override
    public void recover() {
        super.recover();
        exitCode = 0;
    }

    @Override
    void die() {
        exitCode = 1;
        running.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    void comeBack() {
        exitCode = 0;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void accept(NetSocket socket) {
        AtomicReference<Client> client = new AtomicReference<>();
        socket.write(Buffer.buffer().appendByte((byte) exitCode));
        socket.handler(RecordParser.newDelimited("\n", line -> {
            if (client.get() == null) {
                client.set(new Stream(socket, started(line.toString())));
            } else {
                receive(client.get(), line.toJsonObject());
            }
        }));
    }

    private ProcessHandle started(String id) {
        ProcessHandle child = ProcessHandle.of(Long.parseLong(id)).orElseThrow();
        running.add(child);
        return child;
    }

    private record Stream(NetSocket socket, ProcessHandle process) implements Client {

        @Override
        public void send(String message) {
            socket.write(message + "\n");
        }

        @Override
        public Future<Void> sendPart(Buffer part) {
            return socket.write(part);
        }

        /** It closes its output and lives on. */
        @Override
        public void end() {
            socket.close();
        }

        @Override
        public void cut() {
            process.destroyForcibly();
        }
    }

    /** The child. Its first word is its process id; it is answered with the code that it should end with, or zero. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (Socket test = new Socket("127.0.0.1", Integer.parseInt(args[0]));
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            test.getOutputStream().write((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
            int code = test.getInputStream().read();
            if (code != 0) {
                System.err.println("no such option");
                System.exit(code);
            }
            Thread.ofPlatform().daemon().start(() -> handOn(test));
            test.getInputStream().transferTo(out);
        }
        Thread.currentThread().join();
    }

    private static void handOn(Socket test) {
        try (InputStream in = System.in) {
            in.transferTo(test.getOutputStream());
        } catch (IOException e) {
            System.err.println(e);
        }
        System.exit(0);
    }
}

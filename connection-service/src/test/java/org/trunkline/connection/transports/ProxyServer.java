package org.trunkline.connection.transports;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/**
 * A proxy that speaks HTTP (CONNECT, and requests with absolute URIs: RFC 9110, section 9.3.6, and RFC 9112, section
 * 3.2.2) and SOCKS5 (RFC 1928 and 1929) on one port, and remembers what was asked of it.
 */
final class ProxyServer implements AutoCloseable {

    static final String USER = "operator";
    static final String PASSWORD = "p@ss:w0rd-of-the-proxy";
    private static final byte SOCKS5 = 5;
    private static final byte WITHOUT = 0;
    private static final byte WITH_PASSWORD = 2;
    private static final byte IPV4 = 1;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
    private final NetClient dialler = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final boolean guarded;
    private final int serverPort;
    private final int port;

    /**
     * Starts one.
     *
     * @param guarded whether it wants {@link #USER} and {@link #PASSWORD}
     * @param serverPort where everything leads to, whatever is asked for
     */
    ProxyServer(boolean guarded, int serverPort) {
        this.guarded = guarded;
        this.serverPort = serverPort;
        NetServer server = vertx.createNetServer().connectHandler(this::accept);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** It as a URL, with the credential that it wants. */
    String url(String scheme) {
        String user = guarded ? USER + ":" + encoded(PASSWORD) + "@" : "";
        return scheme + "://" + user + "127.0.0.1:" + port;
    }

    /**
     * What it was asked for, in order: {@code CONNECT a.example:443}, {@code POST http://…}, {@code SOCKS
     * a.example:80}.
     */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void accept(NetSocket client) {
        new Conversation(client).begin();
    }

    /** With one client, until it has its connection; from then on all is handed on. */
    private final class Conversation {

        private final NetSocket client;
        private Buffer input = Buffer.buffer();
        private ToIntFunction<Buffer> length;
        private Consumer<Buffer> reader;

        Conversation(NetSocket client) {
            this.client = client;
        }

        void begin() {
            client.exceptionHandler(broken -> {}).handler(this::take);
            read(1, first -> {
                if (first.getByte(0) == SOCKS5) {
                    read(1, count -> read(count.getUnsignedByte(0), this::greeted));
                } else {
                    readHead(rest -> http(first.toString() + rest));
                }
            });
        }

        private void take(Buffer chunk) {
            input.appendBuffer(chunk);
            while (reader != null) {
                int wanted = length.applyAsInt(input);
                if (wanted > input.length()) {
                    return;
                }
                Consumer<Buffer> next = reader;
                Buffer piece = input.getBuffer(0, wanted);
                input = input.getBuffer(wanted, input.length());
                reader = null;
                next.accept(piece);
            }
        }

        private void read(int bytes, Consumer<Buffer> next) {
            length = soFar -> bytes;
            reader = next;
        }

        private void readHead(Consumer<String> next) {
            length = soFar -> {
                int end = soFar.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
                return end < 0 ? Integer.MAX_VALUE : end + 4;
            };
            reader = head -> next.accept(head.toString());
        }

        private void greeted(Buffer methods) {
            byte wanted = guarded ? WITH_PASSWORD : WITHOUT;
            boolean offered = methods.toString(StandardCharsets.ISO_8859_1).indexOf(wanted) >= 0;
            client.write(Buffer.buffer(new byte[] {SOCKS5, offered ? wanted : -1}));
            if (!offered) {
                client.close();
            } else if (guarded) {
                read(
                        2,
                        head -> read(
                                head.getUnsignedByte(1),
                                user -> read(
                                        1,
                                        size -> read(
                                                size.getUnsignedByte(0),
                                                password -> login(user.toString(), password.toString())))));
            } else {
                readTarget();
            }
        }

        private void login(String user, String password) {
            boolean known = user.equals(USER) && password.equals(PASSWORD);
            client.write(Buffer.buffer(new byte[] {1, (byte) (known ? 0 : 1)}));
            if (known) {
                readTarget();
            } else {
                client.close();
            }
        }

        private void readTarget() {
            read(4, head -> {
                if (head.getByte(3) == IPV4) {
                    read(6, target -> socks(dotted(target), target.getUnsignedShort(4)));
                } else {
                    read(
                            1,
                            size -> read(
                                    size.getUnsignedByte(0) + 2,
                                    target -> socks(
                                            target.getString(0, target.length() - 2),
                                            target.getUnsignedShort(target.length() - 2))));
                }
            });
        }

        private void socks(String host, int to) {
            asked.add("SOCKS " + host + ":" + to);
            connect(Buffer.buffer(new byte[] {SOCKS5, 0, 0, IPV4, 0, 0, 0, 0, 0, 0}), Buffer.buffer());
        }

        private void http(String head) {
            String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
            asked.add(line[0] + " " + line[1]);
            if (guarded && !head.contains(basic())) {
                client.end(Buffer.buffer("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"));
            } else if (line[0].equals("CONNECT")) {
                connect(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\n"), Buffer.buffer());
            } else {
                connect(Buffer.buffer(), Buffer.buffer(onwards(head)));
            }
        }

        private void connect(Buffer answer, Buffer first) {
            client.pause();
            dialler.connect(serverPort, "127.0.0.1")
                    .onFailure(absent -> client.close())
                    .onSuccess(server -> {
                        client.write(answer);
                        server.write(first.appendBuffer(input));
                        server.exceptionHandler(broken -> {});
                        client.handler(server::write).closeHandler(closed -> server.close());
                        server.handler(client::write).closeHandler(closed -> client.close());
                        client.resume();
                    });
        }
    }

    private static String basic() {
        return Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    /** A connection for each request: the next one can be to another server. */
    private static String onwards(String head) {
        return head.replaceFirst(" http://[^/]*", " ")
                .replaceAll("(?i)\r\nproxy-[^\r]*", "")
                .replaceFirst("\r\n", "\r\nConnection: close\r\n");
    }

    private static String dotted(Buffer address) {
        return address.getUnsignedByte(0) + "." + address.getUnsignedByte(1) + "." + address.getUnsignedByte(2) + "."
                + address.getUnsignedByte(3);
    }
}

package org.trunkline.connection.members;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.http.HttpServer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the other replicas reach this one. */
@ApplicationScoped
class OwnAddress {

    private final MembersConfig config;
    private final HttpServer server;
    private final String host;

    OwnAddress(MembersConfig config, HttpServer server, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.server = server;
        this.host = host;
    }

    /** The origin; known once the service listens. */
    URI origin() {
        return config.address()
                .map(URI::create)
                .orElseGet(() -> URI.create("http://" + host() + ":" + server.getPort()));
    }

    /** Who listens at all addresses is reached at the one that this host has for its own name, as pods have. */
    private String host() {
        if (!host.equals("0.0.0.0")) {
            return host;
        }
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("this host has no address of its own: set trunkline.members.address", e);
        }
    }
}

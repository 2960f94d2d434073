package org.trunkline.local.frontdoor;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.local.Service;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Which service answers which path: the lines of deploy/routes.yaml, of which the first that matches counts. */
public final class Routes {

    private final List<Route> routes;

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    /** Reads a routes file. */
    public static Routes read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Map<String, List<Map<String, String>>> content =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return new Routes(content.get("routes").stream()
                    .map(line -> Route.of(line.get("path"), line.get("service")))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The service that answers {@code path}.
     *
     * @param path as it was sent, without the query
     * @return empty when no route matches, and for a path that is not in its normal form
     */
    public Optional<Service> serviceOf(String path) {
        return CanonicalPath.segments(path)
                .flatMap(segments -> routes.stream()
                        .filter(route -> route.matches(segments))
                        .map(Route::service)
                        .findFirst());
    }
}

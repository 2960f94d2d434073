package org.trunkline.local.frontdoor;

import java.util.List;

import org.trunkline.local.Service;

/**
 * One line of the routes file.
 *
 * @param segments of the path; {@code {name}} stands for any one segment
 * @param below whether what is below the path belongs to it
 */
record Route(List<String> segments, boolean below, Service service) {

    private static final String BELOW = "/**";

    static Route of(String path, String service) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path begins with a slash: " + path);
        }
        Service target = Service.named(service)
                .orElseThrow(() -> new IllegalArgumentException("route " + path + " leads to no service: " + service));
        boolean below = path.endsWith(BELOW);
        String fixed = below ? path.substring(0, path.length() - BELOW.length()) : path;
        return new Route(CanonicalPath.split(fixed), below, target);
    }

    boolean matches(List<String> path) {
        if (below ? path.size() < segments.size() : path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).startsWith("{") && !segments.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}

package org.trunkline.registry.access;

import java.util.List;
import java.util.stream.Stream;

/**
 * The array {@code viewers} of a stored server: whom its entries are for, so that a page of servers is found by an
 * index. It is for finding only: whoever is missing there is not listed the server, and whoever is there too much gets
 * nothing by it, since the entries decide. It is written before an entry is, and shortened after.
 */
public final class Viewers {

    /** The collection of the servers. */
    public static final String SERVERS = "servers";

    /** The field. */
    public static final String FIELD = "viewers";

    private Viewers() {}

    /** All that a user counts as. */
    public static List<String> of(Principals principals) {
        return Stream.of(
                        Stream.of(Principal.EVERYONE, new Principal(PrincipalType.USER, principals.user())),
                        Stream.ofNullable(principals.role()).map(role -> new Principal(PrincipalType.ROLE, role)),
                        principals.groups().stream().map(group -> new Principal(PrincipalType.GROUP, group)))
                .flatMap(some -> some)
                .map(Viewers::of)
                .toList();
    }

    /** One of those. */
    public static String of(Principal principal) {
        return principal.id() == null
                ? principal.type().value()
                : principal.type().value() + ":" + principal.id();
    }
}

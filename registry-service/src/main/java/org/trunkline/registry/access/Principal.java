package org.trunkline.registry.access;

/**
 * One of those that an access entry can be for.
 *
 * @param id null for the public
 */
public record Principal(PrincipalType type, String id) {

    public static final Principal EVERYONE = new Principal(PrincipalType.PUBLIC, null);

    /** Whether a user counts as this one. */
    public boolean covers(Principals user) {
        return switch (type) {
            case USER -> id.equals(user.user());
            case GROUP -> user.groups().contains(id);
            case ROLE -> id.equals(user.role());
            case PUBLIC -> true;
        };
    }

    /** For a reader: {@code group 'ops'}. */
    @Override
    public String toString() {
        return type == PrincipalType.PUBLIC ? "everyone" : type.value() + " '" + id + "'";
    }
}

package org.trunkline.registry.servers;

import java.util.regex.Pattern;

/**
 * Tells header values that hold nothing secret from the others: a user's placeholder, alone or after the name of an
 * authentication scheme (RFC 9110, section 11.1). Of any other text nobody knows what it is.
 */
public final class HeaderTemplate {

    private static final Pattern OPEN =
            Pattern.compile("(?:(?i:bearer|basic|token|apikey) )?\\{\\{[A-Za-z_][A-Za-z0-9_]*}}");

    private HeaderTemplate() {}

    /** Whether {@code value} may be shown to whoever may edit the server. */
    public static boolean isOpen(String value) {
        return OPEN.matcher(value).matches();
    }
}

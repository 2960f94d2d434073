package org.trunkline.placeholder;

import java.util.Map;
import java.util.function.Function;

import org.trunkline.identity.Caller;
import org.trunkline.server.ServerSource;

/**
 * What the placeholders of one server's configuration are filled with. Holds secrets: {@link #toString()} shows none.
 *
 * @param source a managed server is filled with {@code userValues} only, a declared one with everything
 * @param caller null for a session that all users share
 * @param userValues the user's values of the server's custom variables, by name
 * @param body the fields of the request that a session is for, by LibreChat's names: {@code conversationId},
 *     {@code parentMessageId}, {@code messageId}; null when there is no request, and its placeholders stay
 * @param environment the operator's variables, null for an unset one
 */
public record PlaceholderValues(
        ServerSource source,
        Caller caller,
        Map<String, String> userValues,
        Map<String, String> body,
        Function<String, String> environment) {

    public PlaceholderValues {
        userValues = userValues == null ? Map.of() : userValues;
    }

    /** The values of a session that all users share. */
    public static PlaceholderValues shared(ServerSource source) {
        return new PlaceholderValues(source, null, Map.of(), null, System::getenv);
    }

    /** The values of a session that is one user's. */
    public static PlaceholderValues of(ServerSource source, Caller caller, Map<String, String> userValues) {
        return new PlaceholderValues(source, caller, userValues, null, System::getenv);
    }

    /** These values with those of a request. */
    public PlaceholderValues during(Map<String, String> request) {
        return new PlaceholderValues(source, caller, userValues, request, environment);
    }

    @Override
    public String toString() {
        return "PlaceholderValues[" + source + ", " + caller + "]";
    }
}

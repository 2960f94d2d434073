package org.trunkline.oauth.values;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** One value that a user gave for a server. */
@MongoEntity(collection = "userValues")
public class UserValue {

    /** Made of user, server and name; also the place that {@link #sealed} is bound to. */
    @BsonId
    public String id;

    public String user;

    public String server;

    /** Of the server's variable. */
    public String name;

    /** The value, encrypted. */
    public String sealed;

    /** The id of a value. Parts that hold the separator are told apart by their encoding. */
    static String id(String user, String server, String name) {
        return Stream.of(user, server, name)
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining(":", "user-value:", ""));
    }
}

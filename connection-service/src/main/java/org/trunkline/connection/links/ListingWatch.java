package org.trunkline.connection.links;

/** Is told what a session learns of its server's tools. */
public interface ListingWatch {

    /** The server was asked for its tools. */
    void listed(Listing listing);

    /** The server's tools have changed, but it did not tell them; it is asked again. */
    void failed(Throwable cause);
}

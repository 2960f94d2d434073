package org.trunkline.registry.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a file holds at one moment.
 *
 * @param hash tells two contents apart
 * @param text null when there is none
 * @param fault why there is no text
 * @param gone the file does not exist
 */
record FileContent(String hash, String text, String fault, boolean gone) {

    static FileContent of(Path path) {
        try {
            String text = Files.readString(path);
            return new FileContent(DeclaredFile.hash(text), text, null, false);
        } catch (NoSuchFileException e) {
            return new FileContent("gone", null, "The file does not exist", true);
        } catch (IOException e) {
            return new FileContent("unreadable", null, "The file cannot be read: " + e, false);
        }
    }
}

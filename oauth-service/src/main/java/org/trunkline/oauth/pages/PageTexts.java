package org.trunkline.oauth.pages;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages say; the other languages are in {@code messages/}. */
@MessageBundle("page")
interface PageTexts {

    @Message("You are signed in")
    String successTitle();

    @Message("The connection to {server} is ready.")
    String success(String server);

    @Message("The sign-in did not succeed")
    String errorTitle();

    @Message("You can close this window.")
    String close();

    @Message("Access was refused at the server's sign-in. If that was not intended, start again.")
    String denied();

    @Message("This sign-in has ended, or was never begun. Start again from where you came.")
    String ended();

    @Message(
            "This sign-in was begun in another browser, or by somebody else. If somebody sent you the link, do not use it.")
    String foreign();

    @Message("Sign in to the application that you came from, and open the link from there.")
    String unknownUser();

    @Message("The server's sign-in service answered with an error. Start again, or ask your administrator.")
    String failed();

    @Message("Code: {code}")
    String code(String code);
}

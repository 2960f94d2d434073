package org.trunkline.oauth.flows;

/** An event of this replica: a user's flow at a server left PENDING here. */
public record FlowEnded(String user, String server, Flow flow) {}

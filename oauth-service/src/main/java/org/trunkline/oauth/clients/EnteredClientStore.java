package org.trunkline.oauth.clients;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;

/** What administrators entered, in MongoDB. */
@ApplicationScoped
class EnteredClientStore implements PanacheMongoRepositoryBase<EnteredClient, String> {}

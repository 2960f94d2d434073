package org.trunkline.registry.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ConfigCleaningTest {

    private static final String USERS_KEY = "'customUserVars':{'MCP_API_KEY':{'title':'API Key',"
            + "'description':'Your API key for this MCP server'}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'headers':{'A':'x${JWT_SECRET}y{{LIBRECHAT_OPENID_ACCESS_TOKEN}}{{LIBRECHAT_USER_ID}}'}}"
                        + " | {'headers':{'A':'xy'}}",
                "{'headers':{'A':'{{LIBRECHAT_GRAPH_ACCESS_TOKEN}}{{LIBRECHAT_BODY_MESSAGEID}}{{MINE}}'}}"
                        + " | {'headers':{'A':'{{MINE}}'}}",
                "{'requestHeaders':{'A':'${X}'}} | {'requestHeaders':{'A':''}}",
                "{'oauth':{'token_url':'https://a/?resource=r&b=1'}} | {'oauth':{'token_url':'https://a/?b=1'}}",
                "{'apiKey':{'source':'user','authorization_type':'bearer','key':'k'}}"
                        + " | {'apiKey':{'source':'user','authorization_type':'bearer'}," + USERS_KEY
                        + ",'headers':{'Authorization':'Bearer {{MCP_API_KEY}}'}}",
                "{'apiKey':{'source':'user','authorization_type':'basic'},'headers':{'A':'b'}}"
                        + " | {'apiKey':{'source':'user','authorization_type':'basic'}," + USERS_KEY
                        + ",'headers':{'A':'b','Authorization':'Basic {{MCP_API_KEY}}'}}",
                "{'apiKey':{'source':'user','authorization_type':'custom'}}"
                        + " | {'apiKey':{'source':'user','authorization_type':'custom'}," + USERS_KEY
                        + ",'headers':{'X-Api-Key':'{{MCP_API_KEY}}'}}",
                "{'type':'websocket','apiKey':{'source':'user','authorization_type':'bearer'}}"
                        + " | {'type':'websocket','apiKey':{'source':'user','authorization_type':'bearer'}," + USERS_KEY
                        + ",'headers':{'Authorization':'Bearer {{MCP_API_KEY}}'}}",
                "{'apiKey':{'source':'admin','authorization_type':'bearer','key':'k'}}"
                        + " | {'apiKey':{'source':'admin','authorization_type':'bearer','key':'k'}}",
            })
    void cleans(String given, String expected) throws JsonProcessingException {
        // given
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(given.replace('\'', '"'));

        // when
        ConfigCleaning.clean(config);

        // then
        assertEquals(json.readTree(expected.replace('\'', '"')), config);
    }
}

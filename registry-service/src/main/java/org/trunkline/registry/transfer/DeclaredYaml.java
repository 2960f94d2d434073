package org.trunkline.registry.transfer;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes servers as LibreChat's file and the declared file have them. */
@ApplicationScoped
class DeclaredYaml {

    private final ObjectMapper json;

    DeclaredYaml(ObjectMapper json) {
        this.json = json;
    }

    /** @param servers configurations by name, under {@code mcpServers} */
    String of(ObjectNode servers) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        Map<String, Object> plain = json.convertValue(servers, new TypeReference<>() {});
        return new Yaml(options).dump(Map.of("mcpServers", plain));
    }
}

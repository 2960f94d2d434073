package org.trunkline.helm;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Values that cannot work are refused, by their names; what the judges of the other tests look for, they find. */
class RefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "publicUrl, http://mcp.example.com, /publicUrl",
        "publicUrl, '', publicUrl: the URL",
        "identity.issuer, '', identity.issuer: the OpenID provider",
        "database.existingSecret, '', database.existingSecret: name a Secret",
        "keyset.existingSecret, '', keyset.existingSecret: name a Secret",
        "image.tag, latest, /image/tag",
        "defaults.flavour, wasm, /defaults/flavour",
        "defaults.replica, 3, replica",
        "services.registry-service.settings.port, 8080, /services/registry-service/settings/port",
        "gateway.parentRefs, null, gateway.parentRefs: name the Gateway",
        "networkPolicy.frontDoor, null, networkPolicy.frontDoor: say who",
        "rotation.enabled, true, rotation.existingSecret and rotation.tokenUrl",
        "services.oauth-service.autoscaling.minReplicas, 9, autoscaling.maxReplicas",
    })
    void aValueIsRefusedByItsName(String path, String value, String message) {
        // given
        Chart chart = Chart.with("gateway")
                .and("services.oauth-service.autoscaling.enabled", true)
                .and(path, value);

        // when
        IllegalStateException refusal = assertThrows(IllegalStateException.class, chart::render);

        // then
        assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() {
        // when
        Release release = Chart.with("ingress")
                .and("defaults.affinity.nodeAffinty.weight", 1)
                .render();

        // then
        List<String> faults = new Schemas().faults(release.of("oauth-service", "Deployment"));
        assertTrue(faults.toString().contains("nodeAffinty"), faults::toString);
    }

    @Test
    void aPodThatIsNotRestrictedIsFound() {
        // when
        Release release = Chart.with("production")
                .and("defaults.volumes[0].name", "host")
                .and("defaults.volumes[0].hostPath.path", "/")
                .render();

        // then
        assertNotEquals(List.of(), RestrictedPods.faults(release.of("oauth-service", "Deployment")));
        assertEquals(List.of(), RestrictedPods.faults(release.only("CronJob")));
    }
}

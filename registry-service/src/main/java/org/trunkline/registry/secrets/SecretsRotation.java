package org.trunkline.registry.secrets;

import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.trunkline.secret.Rotation;
import org.trunkline.secret.RotationReport;
import org.trunkline.secret.SealedStore;
import org.trunkline.secret.SecretBox;

/** The rotation of everything that this service has sealed. */
@ApplicationScoped
class SecretsRotation {

    private static final Logger LOG = Logger.getLogger(SecretsRotation.class);

    private final Rotation rotation;

    SecretsRotation(SecretBox box, @All List<SealedStore> stores, StoredRotation register, MeterRegistry meters) {
        rotation = new Rotation(box, stores, register, meters);
    }

    RotationReport start() {
        rotation.start();
        return rotation.report();
    }

    RotationReport stop() {
        rotation.stop();
        return rotation.report();
    }

    RotationReport report() {
        return rotation.report();
    }

    /** A database that does not answer is told by those who need it. */
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, identity = "secrets-rotation")
    void work() {
        try {
            rotation.work();
        } catch (MongoException e) {
            LOG.debugf("rotation: the database does not answer: %s", e.getMessage());
        }
    }

    @PreDestroy
    void end() {
        rotation.end();
    }
}

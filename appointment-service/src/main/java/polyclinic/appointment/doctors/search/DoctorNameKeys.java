package polyclinic.appointment.doctors.search;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.postgres.names.NameKeyFilling;

/** Keys of the names of doctors that have none yet. */
@ApplicationScoped
class DoctorNameKeys {
    private final NameKeyFilling filling;

    DoctorNameKeys(Pool pool, Vertx vertx, Hold hold) {
        filling = new NameKeyFilling("doctor", pool, vertx, hold.background("name_keys"));
    }

    void start(@Observes StartupEvent event) {
        filling.start();
    }

    void stop(@Observes ShutdownEvent event) {
        filling.stop();
    }
}

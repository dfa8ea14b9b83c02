package polyclinic.commons.postgres;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import polyclinic.commons.problem.NotFound;

/** Rows that a caller's scope does not reach: to the caller they do not exist, the audit trail is told whose they are. */
public final class HiddenRows {
    private HiddenRows() {}

    /**
     * Fails with {@link NotFound}. Whether there is such a row or not, one more look is taken, so the time tells nothing. Needs an
     * open session.
     *
     * @param what the noun in lower case, for example {@code "queue entry"}
     * @param entity the name of a Hibernate entity with the properties {@code id} and {@code patientId}
     */
    public static <T> Uni<T> notFound(String what, String entity, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createQuery("select patientId from " + entity + " where id = :id", UUID.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .map(patient -> new NotFound(what).about(what.replace(' ', '_'), id, patient))
                .chain(hidden -> Uni.createFrom().failure(hidden));
    }
}

package polyclinic.prescription.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.access.OwnerUnavailable;
import polyclinic.commons.identity.Scope;

/** Whether care lets a doctor see what is written for a patient; appointment-service is asked where only it can say. */
@ApplicationScoped
public class CareAccess {
    private final CareRelationships care;

    CareAccess(CareRelationships care) {
        this.care = care;
    }

    /**
     * A record that the scope did not reach by what is stored here: it, when its patient turns out to be in care; else null. Must not
     * be called inside a transaction.
     *
     * @param find finds it whoever may see it; not called where care is no reason
     */
    public <T> Uni<@Nullable T> afterAsking(Scope scope, Supplier<Uni<@Nullable T>> find, Function<T, UUID> patientId) {
        String doctor = scope.doctorSubject();
        if (doctor == null) return Uni.createFrom().nullItem();
        return find.get()
                .chain(hidden -> hidden == null
                        ? Uni.createFrom().nullItem()
                        : care.includes(doctor, patientId.apply(hidden)).map(inCare -> inCare ? hidden : null));
    }

    /**
     * Asks for missing care before a list of one patient's is read. Without the owner the list holds what is stored here, what a
     * doctor wrote included.
     *
     * @return whether the scope reaches the patient; true where care is no question
     */
    public Uni<Boolean> beforeListing(Scope scope, @Nullable UUID patientId) {
        String doctor = scope.doctorSubject();
        if (patientId == null || doctor == null) return Uni.createFrom().item(reaches(scope, patientId, true));
        return care.includes(doctor, patientId)
                .onFailure(OwnerUnavailable.class)
                .recoverWithItem(false)
                .map(inCare -> reaches(scope, patientId, inCare));
    }

    private static boolean reaches(Scope scope, @Nullable UUID patientId, boolean inCare) {
        return scope.match(
                () -> true,
                own -> own.equals(patientId),
                doctor -> inCare,
                (own, doctor) -> inCare || own.equals(patientId),
                () -> false);
    }
}

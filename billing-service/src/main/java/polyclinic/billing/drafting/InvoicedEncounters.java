package polyclinic.billing.drafting;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.charges.Charges;
import polyclinic.commons.problem.Problem;

/** The encounters that a cashier names: an invoice is of the patient's own. */
@ApplicationScoped
class InvoicedEncounters {
    private final Charges charges;

    InvoicedEncounters(Charges charges) {
        this.charges = charges;
    }

    /** In the open transaction; fails with 422 for one that is known to be another patient's. */
    Uni<Void> require(@Nullable UUID encounterId, UUID patientId) {
        if (encounterId == null) return Uni.createFrom().voidItem();
        return charges.mayBeOf(encounterId, patientId)
                .invoke(may -> {
                    if (!may) throw Problem.invalid("encounterId", "must be an encounter of this patient");
                })
                .replaceWithVoid();
    }
}

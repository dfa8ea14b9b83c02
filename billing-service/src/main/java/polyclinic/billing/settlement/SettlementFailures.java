package polyclinic.billing.settlement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.Outbox;

/** Tells what cannot be settled by a program, so that somebody does. */
@ApplicationScoped
public class SettlementFailures {
    /** The medicines are with the patient. */
    public static final String DISPENSED = "dispensed";

    /** Medicines came back, and which line they are in is not known. */
    public static final String RETURN_NOT_CREDITED = "return-not-credited";

    /** The invoice charges what was done for another patient. */
    public static final String ANOTHER_PATIENT = "another-patient";

    /** The patient did not come, and the invoice is issued or has what was done. */
    static final String MISSED = "missed-appointment";

    static final String CASH = "cash-refund-needed";

    private final Outbox outbox;
    private final Clock clock;

    SettlementFailures(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the open transaction. */
    public Uni<Void> tell(@Nullable UUID appointmentId, UUID invoiceId, UUID patientId, String reason) {
        return outbox.append(new SettlementEvent.Failed(appointmentId, invoiceId, patientId, reason, clock.instant()));
    }
}

package polyclinic.appointment.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;

/** An order for a patient (FHIR: ServiceRequest). What is ordered never changes; another one is another order. */
@Entity
@Table(name = "medical_order")
public class MedicalOrder {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "encounter_id")
    private @Nullable UUID encounterId;

    @Column(name = "appointment_id")
    private @Nullable UUID appointmentId;

    @Column(name = "doctor_id")
    private @Nullable UUID doctorId;

    @Enumerated(EnumType.STRING)
    private OrderKind kind;

    private @Nullable String code;

    @Column(name = "code_system")
    private @Nullable String codeSystem;

    @Column(name = "code_name")
    private String codeName;

    @Enumerated(EnumType.STRING)
    private WorkPriority priority;

    private @Nullable String instructions;

    @Enumerated(EnumType.STRING)
    @Column(name = "performer_role")
    private StaffRole performerRole;

    @Enumerated(EnumType.STRING)
    private OrderStatus status;

    @Column(name = "ordered_by")
    private String orderedBy;

    private @Nullable String outcome;

    @Column(name = "document_id")
    private @Nullable UUID documentId;

    @Column(name = "cancellation_reason")
    private @Nullable String cancellationReason;

    @Column(name = "placed_at")
    private Instant placedAt;

    @Column(name = "started_at")
    private @Nullable Instant startedAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected MedicalOrder() {}

    public static MedicalOrder placed(NewOrder from, Instant now) {
        MedicalOrder order = new MedicalOrder();
        order.id = Ids.next();
        order.patientId = from.patientId();
        order.encounterId = from.encounterId();
        order.appointmentId = from.appointmentId();
        order.doctorId = from.doctorId();
        order.orderedBy = from.orderedBy();
        order.kind = from.kind();
        order.code = from.code().code();
        order.codeSystem = from.code().system();
        order.codeName = from.code().name();
        order.priority = from.priority();
        order.instructions = from.instructions();
        order.performerRole = from.performerRole();
        order.status = OrderStatus.ACTIVE;
        order.placedAt = now;
        order.updatedAt = now;
        return order;
    }

    public void start(Instant now) {
        if (status != OrderStatus.ACTIVE) throw new InvalidOrderTransition(status, OrderStatus.IN_PROGRESS);
        status = OrderStatus.IN_PROGRESS;
        startedAt = now;
        updatedAt = now;
    }

    /** Also without having been started: what is done elsewhere is told when it is done. */
    public void complete(String found, @Nullable UUID document, Instant now) {
        end(OrderStatus.COMPLETED, now);
        outcome = found;
        documentId = document;
    }

    /** It was done, and there is nothing to say about it; 409 where there must be. */
    public void completeWithoutOutcome(Instant now) {
        if (kind.isOutcomeRequired() && !status.hasEnded())
            throw new Problem(
                    409, "outcome-required", "This order has an outcome: complete the order, and its task follows.");
        end(OrderStatus.COMPLETED, now);
    }

    public void cancel(String reason, Instant now) {
        end(OrderStatus.CANCELLED, now);
        cancellationReason = reason;
    }

    private void end(OrderStatus end, Instant now) {
        if (status.hasEnded()) throw new InvalidOrderTransition(status, end);
        status = end;
        endedAt = now;
        updatedAt = now;
    }

    public OrderEvent.Snapshot snapshot() {
        return new OrderEvent.Snapshot(
                id,
                version,
                patientId,
                encounterId,
                appointmentId,
                doctorId,
                orderedBy,
                kind,
                orderedCode(),
                priority,
                performerRole,
                status,
                documentId,
                updatedAt);
    }

    public OrderView view() {
        return new OrderView(
                id,
                version,
                patientId,
                encounterId,
                appointmentId,
                doctorId,
                orderedBy,
                kind,
                orderedCode(),
                priority,
                instructions,
                performerRole,
                status,
                outcome,
                documentId,
                cancellationReason,
                placedAt,
                startedAt,
                endedAt,
                updatedAt);
    }

    private OrderedCode orderedCode() {
        return new OrderedCode(code, codeSystem, codeName);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public UUID patientId() {
        return patientId;
    }

    public @Nullable UUID doctorId() {
        return doctorId;
    }

    public StaffRole performerRole() {
        return performerRole;
    }

    public OrderStatus status() {
        return status;
    }
}

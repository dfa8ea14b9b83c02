package polyclinic.appointment.alertrules;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.alerts.AlertFact;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.appointment.work.Severity;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.messaging.CloudEvent;

/**
 * Which events of other services are alerts: a line an event type. Severity, where the event does not say it, and audience are the
 * kind's ({@link AlertKind}); the source says when two events tell the same. See docs/tasks-and-alerts.md.
 */
final class AlertRules {
    private static final Map<String, Function<CloudEvent, Optional<AlertFact>>> RULES = Map.ofEntries(
            Map.entry("lab-request.resulted.v1", AlertRules::criticalResult),
            Map.entry("lab-request.corrected.v1", AlertRules::criticalResult),
            Map.entry("stock.low.v1", AlertRules::lowStock),
            Map.entry("stock.expiring.v1", AlertRules::expiringStock),
            Map.entry("patient.emergency-access-granted.v1", AlertRules::emergencyAccess),
            Map.entry("prescription.returned-to-draft.v1", AlertRules::issuingGivenUp),
            Map.entry("prescription.conflict-found.v1", AlertRules::prescriptionConflict),
            Map.entry("settlement.failed.v1", AlertRules::paymentFailed),
            Map.entry("cancellation.incomplete.v1", AlertRules::cancellationIncomplete));

    private AlertRules() {}

    static boolean has(String eventType) {
        return RULES.containsKey(eventType);
    }

    /**
     * The alert that an event is, or nothing.
     *
     * @throws RuntimeException when the event is not as agreed
     */
    static Optional<AlertFact> fact(CloudEvent event) {
        Function<CloudEvent, Optional<AlertFact>> rule = RULES.get(event.type());
        return rule == null ? Optional.empty() : rule.apply(event);
    }

    private record LabRequest(
            @Nullable UUID labRequestId,
            long version,
            @Nullable UUID patientId,
            @Nullable Requester requestedBy,
            boolean critical) {}

    private record Requester(@Nullable UUID doctorId) {}

    /** Each version once: a correction may be the first that is critical, or critical again. */
    private static Optional<AlertFact> criticalResult(CloudEvent event) {
        LabRequest request = event.as(LabRequest.class);
        UUID id = required(request.labRequestId(), "labRequestId");
        UUID patient = required(request.patientId(), "patientId");
        if (!request.critical()) return Optional.empty();
        Requester by = request.requestedBy();
        return fact(
                AlertKind.CRITICAL_RESULT,
                id + " " + request.version(),
                new WorkSubject("lab_request", id),
                patient,
                by == null ? null : by.doctorId(),
                event);
    }

    private record Stock(
            @Nullable UUID inventoryItemId, @Nullable UUID batchId) {}

    private static Optional<AlertFact> lowStock(CloudEvent event) {
        UUID item = required(event.as(Stock.class).inventoryItemId(), "inventoryItemId");
        return fact(
                AlertKind.LOW_STOCK, event.id().toString(), new WorkSubject("inventory_item", item), null, null, event);
    }

    /** A batch expires once. */
    private static Optional<AlertFact> expiringStock(CloudEvent event) {
        Stock stock = event.as(Stock.class);
        UUID item = required(stock.inventoryItemId(), "inventoryItemId");
        UUID batch = required(stock.batchId(), "batchId");
        return fact(
                AlertKind.EXPIRING_STOCK, batch.toString(), new WorkSubject("inventory_item", item), null, null, event);
    }

    private record EmergencyAccess(
            @Nullable UUID emergencyAccessId, @Nullable UUID patientId) {}

    private static Optional<AlertFact> emergencyAccess(CloudEvent event) {
        EmergencyAccess access = event.as(EmergencyAccess.class);
        UUID id = required(access.emergencyAccessId(), "emergencyAccessId");
        return fact(
                AlertKind.EMERGENCY_ACCESS,
                id.toString(),
                new WorkSubject("emergency_access", id),
                required(access.patientId(), "patientId"),
                null,
                event);
    }

    private record Prescription(
            @Nullable UUID prescriptionId,
            @Nullable Long version,
            @Nullable UUID patientId,
            @Nullable UUID doctorId) {
        WorkSubject subject() {
            return new WorkSubject("prescription", required(prescriptionId, "prescriptionId"));
        }
    }

    private static Optional<AlertFact> issuingGivenUp(CloudEvent event) {
        Prescription prescription = event.as(Prescription.class);
        return fact(
                AlertKind.ISSUING_GIVEN_UP,
                required(prescription.prescriptionId(), "prescriptionId") + " "
                        + required(prescription.version(), "version"),
                prescription.subject(),
                required(prescription.patientId(), "patientId"),
                required(prescription.doctorId(), "doctorId"),
                event);
    }

    private static Optional<AlertFact> prescriptionConflict(CloudEvent event) {
        Prescription prescription = event.as(Prescription.class);
        return fact(
                        AlertKind.PRESCRIPTION_CONFLICT,
                        event.id().toString(),
                        prescription.subject(),
                        required(prescription.patientId(), "patientId"),
                        prescription.doctorId(),
                        event)
                .map(fact -> fact.graded(event.as(FoundConflicts.class).severity()));
    }

    /** The gravest decides; what does not say how grave it is counts as grave. */
    private record FoundConflicts(@Nullable List<FoundConflict> conflicts) {
        Severity severity() {
            return conflicts == null
                    ? Severity.CRITICAL
                    : conflicts.stream()
                            .map(FoundConflict::graded)
                            .max(Comparator.naturalOrder())
                            .orElse(Severity.CRITICAL);
        }
    }

    /** @param severity an interaction's, or the criticality of an allergy (FHIR); absent where a therapy is there twice */
    private record FoundConflict(
            @Nullable String kind, @Nullable String severity) {
        private static final Set<String> NOT_GRAVE = Set.of("moderate", "minor", "low");

        Severity graded() {
            boolean twice = severity == null && kind != null && kind.startsWith("duplicate");
            return twice || severity != null && NOT_GRAVE.contains(severity) ? Severity.WARNING : Severity.CRITICAL;
        }
    }

    private record Settlement(
            @Nullable UUID appointmentId,
            @Nullable UUID invoiceId,
            @Nullable UUID patientId,
            @Nullable String reason) {}

    /** Of one invoice for one reason once, however often it is tried. */
    private static Optional<AlertFact> paymentFailed(CloudEvent event) {
        Settlement settlement = event.as(Settlement.class);
        UUID invoice = required(settlement.invoiceId(), "invoiceId");
        return fact(
                        AlertKind.PAYMENT_FAILED,
                        invoice + " " + settlement.reason(),
                        new WorkSubject("invoice", invoice),
                        required(settlement.patientId(), "patientId"),
                        null,
                        event)
                .map(fact -> fact.because(settlement.reason()));
    }

    private record Remainder(
            @Nullable UUID appointmentId,
            @Nullable UUID patientId,
            @Nullable String entityType,
            @Nullable UUID entityId,
            @Nullable String reason) {}

    private static Optional<AlertFact> cancellationIncomplete(CloudEvent event) {
        Remainder left = event.as(Remainder.class);
        UUID entity = required(left.entityId(), "entityId");
        return fact(
                        AlertKind.CANCELLATION_INCOMPLETE,
                        left.appointmentId() + " " + entity,
                        new WorkSubject(required(left.entityType(), "entityType"), entity),
                        required(left.patientId(), "patientId"),
                        null,
                        event)
                .map(fact -> fact.because(left.reason()));
    }

    private static Optional<AlertFact> fact(
            AlertKind kind,
            String source,
            WorkSubject about,
            @Nullable UUID patientId,
            @Nullable UUID doctorId,
            CloudEvent event) {
        return Optional.of(new AlertFact(
                kind, source, about, patientId, doctorId, List.of(), List.of(), null, null, event.time()));
    }

    private static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, name);
    }
}

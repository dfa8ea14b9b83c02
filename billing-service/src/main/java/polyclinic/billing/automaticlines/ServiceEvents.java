package polyclinic.billing.automaticlines;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.prices.AppliesTo;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.values.Money;

/** Reads events of other services: the fields that are needed here, and what they come to as lines. */
final class ServiceEvents {
    private static final int MAX_TEXT = 300;

    private ServiceEvents() {}

    private record Encounter(
            UUID encounterId,
            @Nullable UUID appointmentId,
            UUID patientId,
            @Nullable UUID doctorId,
            @Nullable String type,
            @Nullable Instant completedAt) {}

    private record Code(
            @Nullable String code,
            @Nullable String system,
            @Nullable String name) {}

    private record Order(
            UUID orderId,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            @Nullable UUID doctorId,
            String kind,
            @Nullable Code code) {}

    private record Requester(@Nullable UUID doctorId) {}

    private record Result(
            String code, @Nullable String name, @Nullable Instant performedAt) {}

    /** @param results all that there are, not only those that are new */
    private record Laboratory(
            UUID labRequestId,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            @Nullable Requester requestedBy,
            List<Result> results,
            @Nullable Instant performedAt) {}

    private record DispensedItem(
            UUID dispenseItemId,
            @Nullable UUID medicationId,
            @Nullable List<Code> codes,
            @Nullable String name,
            @DecimalText BigDecimal quantity,
            @Nullable Money unitPrice,
            @DecimalText @Nullable BigDecimal taxRate) {}

    private record Dispense(
            UUID dispenseId,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            @Nullable UUID doctorId,
            @Nullable List<DispensedItem> items) {}

    /** What was given back of a dispense. */
    record Return(UUID dispenseId, UUID patientId, List<ReturnedItem> items) {}

    record ReturnedItem(UUID dispenseItemId, @DecimalText BigDecimal quantity) {}

    /** What an event says was done or handed out; empty for one that says nothing of the kind. */
    static Optional<PerformedService> performed(CloudEvent event) {
        return switch (event.type()) {
            case "encounter.completed.v1" -> Optional.of(encounter(event.as(Encounter.class), event.time()));
            case "order.completed.v1" -> order(event.as(Order.class), event.time());
            case "lab-request.resulted.v1" -> Optional.of(laboratory(event.as(Laboratory.class), event.time()));
            case "dispense.prepared.v1" -> Optional.of(dispense(event.as(Dispense.class), event.time()));
            default -> Optional.empty();
        };
    }

    static Return returned(CloudEvent event) {
        return event.as(Return.class);
    }

    /** The dispense that an event is about, and its patient. */
    static Return dispenseOf(CloudEvent event) {
        Dispense dispense = event.as(Dispense.class);
        return new Return(required(dispense.dispenseId()), required(dispense.patientId()), List.of());
    }

    static InvoicedItem.Source dispense(UUID id) {
        return new InvoicedItem.Source(InvoicedItem.Source.Type.DISPENSE, id, null);
    }

    private static PerformedService encounter(Encounter event, Instant told) {
        List<String> codes = event.type() == null ? List.of() : List.of(event.type());
        return new PerformedService(
                new InvoicedItem.Source(InvoicedItem.Source.Type.ENCOUNTER, required(event.encounterId()), null),
                required(event.patientId()),
                event.encounterId(),
                event.appointmentId(),
                event.doctorId(),
                List.of(one(
                        event.completedAt() == null ? told : event.completedAt(),
                        "Consultation",
                        ItemKind.CONSULTATION,
                        AppliesTo.Type.ENCOUNTER,
                        codes,
                        null)));
    }

    /** Of orders, procedures and imaging cost something by themselves. */
    private static Optional<PerformedService> order(Order event, Instant told) {
        if (!event.kind().equals("procedure") && !event.kind().equals("imaging")) return Optional.empty();
        String name = event.code() == null || event.code().name() == null
                ? "Procedure"
                : event.code().name();
        return Optional.of(new PerformedService(
                new InvoicedItem.Source(InvoicedItem.Source.Type.ORDER, required(event.orderId()), null),
                required(event.patientId()),
                event.encounterId(),
                event.appointmentId(),
                event.doctorId(),
                List.of(one(told, name, ItemKind.PROCEDURE, AppliesTo.Type.PROCEDURE, codes(event.code()), null))));
    }

    private static PerformedService laboratory(Laboratory event, Instant told) {
        UUID request = required(event.labRequestId());
        Instant usual = event.performedAt() == null ? told : event.performedAt();
        return new PerformedService(
                new InvoicedItem.Source(InvoicedItem.Source.Type.LAB_REQUEST, request, null),
                required(event.patientId()),
                event.encounterId(),
                event.appointmentId(),
                event.requestedBy() == null ? null : event.requestedBy().doctorId(),
                required(event.results()).stream()
                        .map(result -> one(
                                result.performedAt() == null ? usual : result.performedAt(),
                                result.name() == null ? "Laboratory test" : result.name(),
                                ItemKind.LAB,
                                AppliesTo.Type.LAB_TEST,
                                List.of(required(result.code())),
                                test(request, result.code())))
                        .toList());
    }

    /** The id of a test of a request, which has its code only: the same whenever and wherever it is asked for. */
    private static UUID test(UUID request, String code) {
        return UUID.nameUUIDFromBytes(("lab-request|" + request + "|" + code).getBytes(StandardCharsets.UTF_8));
    }

    private static PerformedService dispense(Dispense event, Instant told) {
        return new PerformedService(
                dispense(required(event.dispenseId())),
                required(event.patientId()),
                event.encounterId(),
                event.appointmentId(),
                event.doctorId(),
                required(event.items()).stream()
                        .map(item -> medicine(item, told))
                        .toList());
    }

    private static PerformedService.Part medicine(DispensedItem item, Instant told) {
        List<String> codes = new ArrayList<>();
        if (item.medicationId() != null) codes.add(item.medicationId().toString());
        if (item.codes() != null) item.codes().forEach(code -> codes.addAll(codes(code)));
        return new PerformedService.Part(
                told,
                text(item.name() == null ? "Medicine" : item.name()),
                ItemKind.MEDICINE,
                AppliesTo.Type.MEDICATION,
                codes,
                required(item.quantity()),
                item.unitPrice(),
                item.taxRate(),
                required(item.dispenseItemId()));
    }

    private static PerformedService.Part one(
            Instant at,
            String description,
            ItemKind kind,
            AppliesTo.Type priceOf,
            List<String> codes,
            @Nullable UUID itemId) {
        return new PerformedService.Part(
                at, text(description), kind, priceOf, codes, BigDecimal.ONE, null, null, itemId);
    }

    private static List<String> codes(@Nullable Code code) {
        return code == null || code.code() == null ? List.of() : List.of(code.code());
    }

    /** What is longer than a line can be is cut, not refused: it is somebody else's name. */
    private static String text(String name) {
        return name.length() <= MAX_TEXT ? name : name.substring(0, MAX_TEXT);
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}

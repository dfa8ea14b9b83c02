package polyclinic.billing.credits;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.values.Money;

/** A credit note as clients see it. */
record CreditNoteView(
        UUID id,
        long version,
        String number,
        UUID invoiceId,
        UUID patientId,
        List<Line> lines,
        Money total,
        String reason,
        Instant issuedAt)
        implements PatientData {
    static final String PATH = "/api/v1/credit-notes";

    /** @param lineId the line of the invoice, or null where it belongs to none */
    @Schema(name = "CreditNoteLine")
    record Line(
            @Nullable UUID lineId,
            String description,

            @Schema(implementation = String.class) @DecimalText
            BigDecimal quantity,

            Money net,
            Money tax,
            Money total) {}

    static CreditNoteView of(CreditNote note) {
        return new CreditNoteView(
                note.id(),
                note.version(),
                note.number(),
                note.invoiceId(),
                note.patientId(),
                note.creditedLines().stream()
                        .map(line -> new Line(
                                line.lineId(),
                                line.description(),
                                line.quantity(),
                                line.net(),
                                line.tax(),
                                line.total()))
                        .toList(),
                note.total(),
                note.reason(),
                note.issuedAt());
    }

    String location() {
        return PATH + "/" + id;
    }
}

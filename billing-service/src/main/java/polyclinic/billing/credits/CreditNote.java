package polyclinic.billing.credits;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.ledger.DocumentNumbers.SeriesNumber;
import polyclinic.billing.ledger.LedgerEntry;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.ledger.PostingType;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** What of an invoice is not owed: it has a number of its own series and never changes. */
@Entity
@Table(name = "credit_note")
public class CreditNote {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "invoice_id")
    private UUID invoiceId;

    @Column(name = "patient_id")
    private UUID patientId;

    private String currency;

    @Column(name = "series_year")
    private int seriesYear;

    @Column(name = "series_number")
    private int seriesNumber;

    private String number;
    private String reason;

    @Column(name = "issued_at")
    private Instant issuedAt;

    @OneToMany(mappedBy = "note", cascade = CascadeType.ALL, fetch = FetchType.LAZY)
    @OrderBy("position")
    private List<CreditNoteLine> lines = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected CreditNote() {}

    static CreditNote of(Invoice invoice, List<CreditedLine> lines, SeriesNumber number, String reason, Instant now) {
        CreditNote note = new CreditNote();
        note.id = Ids.next();
        note.invoiceId = invoice.id();
        note.patientId = invoice.patientId();
        note.currency = invoice.currency().getCurrencyCode();
        note.seriesYear = number.year();
        note.seriesNumber = number.number();
        note.number = number.text();
        note.reason = reason;
        note.issuedAt = now;
        for (CreditedLine line : lines) note.lines.add(CreditNoteLine.of(note, note.lines.size(), line));
        return note;
    }

    List<CreditedLine> creditedLines() {
        return lines.stream().map(CreditNoteLine::asCredited).toList();
    }

    Money total() {
        Money total = Money.zero(currency());
        for (CreditedLine line : creditedLines()) total = total.plus(line.total());
        return total;
    }

    LedgerPosting posting() {
        return new LedgerPosting(
                PostingType.CREDIT_NOTE,
                id,
                invoiceId,
                patientId,
                null,
                null,
                issuedAt,
                creditedLines().stream()
                        .flatMap(line -> LedgerPosting.selling(line.category(), line.net(), line.tax()).stream())
                        .map(LedgerEntry::reversed)
                        .toList());
    }

    Currency currency() {
        return Money.currency(currency);
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    UUID invoiceId() {
        return invoiceId;
    }

    UUID patientId() {
        return patientId;
    }

    String number() {
        return number;
    }

    String reason() {
        return reason;
    }

    Instant issuedAt() {
        return issuedAt;
    }
}

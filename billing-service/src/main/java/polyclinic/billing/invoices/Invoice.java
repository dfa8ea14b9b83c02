package polyclinic.billing.invoices;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.DocumentNumbers.SeriesNumber;
import polyclinic.billing.money.Discount;
import polyclinic.billing.money.LineAmounts;
import polyclinic.billing.money.LineAmounts.DiscountTooLarge;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/**
 * What a patient owes for what. A draft can be changed; an issued one has a number and never changes: it is voided while nothing
 * is paid, or credited. What is paid and due is the ledger's to say.
 */
@Entity
public class Invoice {
    private static final int MAX_LINES = 200;
    /** No invoice comes near it, and no sum of a year leaves its column. */
    private static final BigDecimal MAX_LINE = new BigDecimal("1000000000000");

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

    private String currency;

    @Enumerated(EnumType.STRING)
    private State status;

    private boolean automatic;

    @Column(name = "is_full")
    private boolean full;

    @Column(name = "series_year")
    private @Nullable Integer seriesYear;

    @Column(name = "series_number")
    private @Nullable Integer seriesNumber;

    private @Nullable String number;

    @Column(name = "issued_at")
    private @Nullable Instant issuedAt;

    @Column(name = "voided_at")
    private @Nullable Instant voidedAt;

    @Column(name = "void_reason")
    private @Nullable String voidReason;

    @Column(name = "provenance_source")
    private @Nullable String provenanceSource;

    @Column(name = "provenance_external_id")
    private @Nullable String provenanceExternalId;

    @Column(name = "provenance_recorded_at")
    private @Nullable Instant provenanceRecordedAt;

    @Column(name = "provenance_author")
    private @Nullable String provenanceAuthor;

    @OneToMany(mappedBy = "invoice", cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.LAZY)
    @OrderBy("position")
    private List<InvoiceLine> lines = new ArrayList<>();

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Invoice() {}

    enum State {
        DRAFT,
        ISSUED,
        VOID
    }

    /** Who an invoice is for and in which money. */
    public record Head(
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            Currency currency) {}

    /** @param automatic whether it was begun by what was done, not by a cashier */
    public static Invoice drafted(Head head, boolean automatic, List<InvoicedItem> items, Instant now) {
        Invoice invoice = new Invoice();
        invoice.id = Ids.next();
        invoice.patientId = head.patientId();
        invoice.encounterId = head.encounterId();
        invoice.appointmentId = head.appointmentId();
        invoice.currency = head.currency().getCurrencyCode();
        invoice.status = State.DRAFT;
        invoice.automatic = automatic;
        invoice.createdAt = now;
        invoice.updatedAt = now;
        invoice.replaceLines(items);
        return invoice;
    }

    /** An invoice of elsewhere: issued there, with the number that it has there. */
    public static Invoice ofElsewhere(
            Head head,
            List<InvoicedItem> items,
            Provenance from,
            @Nullable String itsNumber,
            Instant issued,
            Instant now) {
        Invoice invoice = drafted(head, false, items, now);
        invoice.requirePrices();
        invoice.status = State.ISSUED;
        invoice.number = itsNumber;
        invoice.issuedAt = issued;
        invoice.provenanceSource = from.source();
        invoice.provenanceExternalId = from.externalId();
        invoice.provenanceRecordedAt = from.recordedAt();
        invoice.provenanceAuthor = from.author();
        return invoice;
    }

    /** Changes a draft, and returns the names of the fields that changed. */
    public List<String> revise(@Nullable UUID encounter, Currency newCurrency, List<InvoicedItem> items, Instant now) {
        requireDraft("changed");
        Head revised = new Head(patientId, encounter, appointmentId, newCurrency);
        boolean sameLines = items().equals(drafted(revised, false, items, now).items());
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(encounterId, encounter)) changed.add("encounterId");
        if (!currency().equals(newCurrency)) changed.add("currency");
        encounterId = encounter;
        currency = newCurrency.getCurrencyCode();
        if (!sameLines) {
            changed.add("lines");
            replaceLines(items);
        }
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** Whether so many further lines of an appointment, or of none, can go into a draft. */
    public boolean hasRoomFor(int count, @Nullable UUID appointment) {
        boolean sameAppointment = appointmentId == null || appointment == null || appointmentId.equals(appointment);
        return sameAppointment && lines.size() + count <= MAX_LINES;
    }

    /** A draft takes no further automatic lines: what comes behind it begins another. */
    public void close() {
        requireDraft("changed");
        full = true;
    }

    /** Adds lines to a draft; one of no appointment or no encounter is that of theirs from then on. */
    public void add(Head head, List<InvoicedItem> items, Instant now) {
        if (appointmentId == null) appointmentId = head.appointmentId();
        if (encounterId == null) encounterId = head.encounterId();
        add(items, now);
    }

    private void add(List<InvoicedItem> items, Instant now) {
        requireDraft("changed");
        append(items, lines.size());
        updatedAt = now;
    }

    /** The lines of a source. */
    public List<InvoiceLine> linesOf(InvoicedItem.Source source) {
        return lines.stream()
                .filter(line -> line.source() != null
                        && source.whole().equals(line.source().whole()))
                .toList();
    }

    /**
     * Takes quantities out of a draft.
     *
     * @param back by line; a line of which nothing is left goes
     */
    public void reduce(Map<UUID, BigDecimal> back, Instant now) {
        requireDraft("changed");
        lines.removeIf(line -> left(line, back).signum() <= 0);
        for (InvoiceLine line : lines) if (back.containsKey(line.id())) line.reduceTo(left(line, back));
        updatedAt = now;
    }

    private static BigDecimal left(InvoiceLine line, Map<UUID, BigDecimal> back) {
        return line.quantity().subtract(back.getOrDefault(line.id(), BigDecimal.ZERO));
    }

    /** Fails unless it can be issued, so that no number is taken for nothing. */
    public void requireIssuable() {
        requireDraft("issued");
        if (lines.isEmpty()) throw new Problem(409, "no-lines", "An invoice without lines cannot be issued.");
        requirePrices();
    }

    private void requirePrices() {
        if (lines.stream().anyMatch(line -> line.unitPrice() == null))
            throw new Problem(
                    409, "unpriced-lines", "Some lines have no price; an invoice is issued when all have one.");
    }

    public void issue(SeriesNumber given, Instant now) {
        requireIssuable();
        status = State.ISSUED;
        seriesYear = given.year();
        seriesNumber = given.number();
        number = given.text();
        issuedAt = now;
        updatedAt = now;
    }

    /** Ends a draft, or an invoice of which nothing is paid. */
    public void voidIt(String reason, Balance balance, Instant now) {
        if (status == State.VOID) throw new InvalidInvoiceTransition("It is void already.");
        if (isHistory()) throw new InvalidInvoiceTransition("An invoice of elsewhere cannot be voided here.");
        if (!balance.paid().isZero())
            throw new InvalidInvoiceTransition(
                    "An invoice of which something is paid cannot be voided; refund it first.");
        status = State.VOID;
        voidReason = reason;
        voidedAt = now;
        updatedAt = now;
    }

    /** Fails unless it is issued, not void, and this clinic's. */
    public void requireOpen(String participle) {
        requireOpen(status, isHistory(), participle);
    }

    static void requireOpen(State status, boolean history, String participle) {
        if (status != State.ISSUED)
            throw new InvalidInvoiceTransition("An invoice that is %s cannot be %s."
                    .formatted(status == State.DRAFT ? "a draft" : "void", participle));
        if (history)
            throw new InvalidInvoiceTransition("An invoice of elsewhere cannot be %s here.".formatted(participle));
    }

    /** Money moved: whoever read it before reads it again. */
    public void touch(Instant now) {
        updatedAt = now;
    }

    public InvoiceStatus status(Balance balance) {
        if (status == State.DRAFT) return InvoiceStatus.DRAFT;
        if (status == State.VOID) return InvoiceStatus.VOID;
        if (!balance.due().isPositive()) return InvoiceStatus.PAID;
        return balance.paid().isPositive() ? InvoiceStatus.PARTIALLY_PAID : InvoiceStatus.ISSUED;
    }

    public Money net() {
        return sum(LineAmounts::net);
    }

    public Money tax() {
        return sum(LineAmounts::tax);
    }

    public Money total() {
        return sum(LineAmounts::total);
    }

    private Money sum(Function<LineAmounts, Money> part) {
        Money sum = Money.zero(currency());
        for (InvoiceLine line : lines) {
            LineAmounts amounts = line.amounts();
            if (amounts != null) sum = sum.plus(part.apply(amounts));
        }
        return sum;
    }

    private void requireDraft(String participle) {
        if (status != State.DRAFT)
            throw new InvalidInvoiceTransition("An issued or void invoice cannot be %s.".formatted(participle));
    }

    private void replaceLines(List<InvoicedItem> items) {
        append(items, 0);
    }

    /** Puts lines behind the first so many, in the place of all others: what stays is neither written nor renamed. */
    private void append(List<InvoicedItem> items, int kept) {
        if (kept + items.size() > MAX_LINES)
            throw new Problem(409, "too-many-lines", "An invoice has at most " + MAX_LINES + " lines.");
        for (int i = 0; i < items.size(); i++) check(items.get(i), "lines[" + (kept + i) + "]");
        lines.subList(kept, lines.size()).clear();
        int position = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).position() + 1;
        for (InvoicedItem item : items) lines.add(InvoiceLine.of(this, position++, item));
    }

    private void check(InvoicedItem item, String where) {
        if (item.unitPrice() != null) MixedCurrency.refuse(where + ".unitPrice", currency(), item.unitPrice());
        Discount discount = item.discount();
        if (discount != null && discount.amount() != null)
            MixedCurrency.refuse(where + ".discount.amount", currency(), discount.amount());
        try {
            LineAmounts amounts = InvoiceLine.of(this, 0, item).amounts();
            if (amounts != null && amounts.total().amount().compareTo(MAX_LINE) > 0)
                throw Problem.invalid(where, "must come to no more than " + MAX_LINE);
        } catch (DiscountTooLarge tooLarge) {
            throw Problem.invalid(where + ".discount", "must be no more than the line");
        }
    }

    public List<InvoicedItem> items() {
        return lines.stream().map(InvoiceLine::asItem).toList();
    }

    /** What its lines are for, each once. */
    public List<InvoicedItem.Source> sources() {
        return sources(InvoicedItem.Source::whole);
    }

    /** The same, of a laboratory request each test. */
    public List<InvoicedItem.Source> chargedSources() {
        return sources(InvoicedItem.Source::charged);
    }

    private List<InvoicedItem.Source> sources(UnaryOperator<InvoicedItem.Source> as) {
        return lines.stream()
                .map(InvoiceLine::source)
                .flatMap(Stream::ofNullable)
                .map(as)
                .distinct()
                .toList();
    }

    public boolean isDraft() {
        return status == State.DRAFT;
    }

    public boolean isAutomatic() {
        return automatic;
    }

    public boolean isVoid() {
        return status == State.VOID;
    }

    public boolean isHistory() {
        return provenanceSource != null;
    }

    @Nullable
    Provenance provenance() {
        return provenanceSource == null || provenanceExternalId == null
                ? null
                : new Provenance(provenanceSource, provenanceExternalId, provenanceRecordedAt, provenanceAuthor);
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

    public @Nullable UUID encounterId() {
        return encounterId;
    }

    public @Nullable UUID appointmentId() {
        return appointmentId;
    }

    public Currency currency() {
        return Money.currency(currency);
    }

    public @Nullable String number() {
        return number;
    }

    public @Nullable Instant issuedAt() {
        return issuedAt;
    }

    @Nullable
    Instant voidedAt() {
        return voidedAt;
    }

    @Nullable
    String voidReason() {
        return voidReason;
    }

    public List<InvoiceLine> lines() {
        return lines;
    }

    Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}

package polyclinic.billing.papers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceQueries;
import polyclinic.billing.invoices.InvoiceStatus;
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.billing.payments.PaymentQueries;
import polyclinic.billing.payments.PaymentView;
import polyclinic.billing.projections.BilledPatient;
import polyclinic.billing.projections.BilledPatients;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.papers.pages.PaperTemplate;
import polyclinic.commons.papers.signatures.PdfSigner;
import polyclinic.commons.papers.signatures.SigningKey;
import polyclinic.commons.papers.typeface.FontConfig;
import polyclinic.commons.papers.typeface.PrintableText;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Money;

/** Papers are made when they are asked for, from what cannot change any more; each look is audited. */
@ApplicationScoped
class PaperQueries {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final InvoiceQueries invoices;
    private final PaymentQueries payments;
    private final BilledPatients patients;
    private final PaperConfig.Clinic clinic;
    private final PaperConfig.Key config;
    private final FontConfig fonts;
    private final boolean create;
    private final Clock clock;
    private volatile @Nullable PaperPress press;

    PaperQueries(
            InvoiceQueries invoices,
            PaymentQueries payments,
            BilledPatients patients,
            PaperConfig.Clinic clinic,
            PaperConfig.Key config,
            FontConfig fonts,
            @ConfigProperty(name = "polyclinic.keys.create") boolean create,
            Clock clock) {
        this.invoices = invoices;
        this.payments = payments;
        this.patients = patients;
        this.clinic = clinic;
        this.config = config;
        this.fonts = fonts;
        this.create = create;
        this.clock = clock;
    }

    /** A signed PDF and whose it is. */
    record SignedPaper(UUID patientId, byte[] pdf) implements PatientData {}

    /** Fails with 409 for a draft, also a void one: it has no number. */
    Uni<SignedPaper> invoice(UUID id, Caller caller) {
        return invoices.get(id, caller)
                .invoke(view -> {
                    if (view.issuedAt() == null)
                        throw new Problem(
                                409, "invalid-transition", "What was never issued has no document; issue it first.");
                })
                .chain(view -> patients.find(view.patientId())
                        .map(patient -> invoice(view, patient.orElse(null)))
                        .chain(paper -> signed(paper, view.patientId(), "Invoice issued")));
    }

    Uni<SignedPaper> receipt(UUID paymentId, Caller caller) {
        return payments.see(paymentId, caller, "payment").chain(payment -> invoices.get(payment.invoiceId(), caller)
                .chain(invoice -> patients.find(payment.patientId())
                        .map(patient -> receipt(payment, invoice, patient.orElse(null))))
                .chain(paper -> signed(paper, payment.patientId(), "Payment received")));
    }

    /** Laid out and signed on a worker thread: it takes some hundred milliseconds. */
    private Uni<SignedPaper> signed(Paper paper, UUID patientId, String reason) {
        return SameContext.aside(() -> new SignedPaper(patientId, press().signed(paper, reason, clock.instant())));
    }

    /** Made on first use: fonts and key are read, which no other operation needs. */
    private PaperPress press() {
        PaperPress made = press;
        if (made != null) return made;
        synchronized (this) {
            if (press == null) press = new PaperPress(template(), signer());
            return Objects.requireNonNull(press);
        }
    }

    private PaperTemplate template() {
        PrintableText typeface = new PrintableText(fonts.folders());
        return new PaperTemplate(PaperQueries.class, "/templates/paper.html", "Polyclinic billing-service", typeface);
    }

    private PdfSigner signer() {
        SigningKey key = SigningKey.open(config.keystore(), "invoices", null, create, clinic.name(), clock.instant());
        return new PdfSigner(key, clinic.name());
    }

    private record PaperPress(PaperTemplate template, PdfSigner signer) {
        byte[] signed(Paper paper, String reason, Instant now) {
            return signer.sign(template.pdf(Map.of("paper", paper)), reason, now);
        }
    }

    private Paper invoice(InvoiceView view, @Nullable BilledPatient patient) {
        return paper(
                "Invoice " + (view.number() == null ? "" : view.number()),
                view.id(),
                Objects.requireNonNull(view.issuedAt()),
                patient,
                view.status() == InvoiceStatus.VOID ? "VOID" : null,
                List.of("DESCRIPTION", "QUANTITY", "UNIT PRICE", "NET", "TAX", "TOTAL"),
                view.lines().stream()
                        .map(line -> List.of(
                                line.description(),
                                line.quantity().toPlainString(),
                                text(line.unitPrice()),
                                text(line.net()),
                                text(line.tax()),
                                text(line.total())))
                        .toList(),
                List.of(
                        new Paper.Sum("Net", view.net().toString()),
                        new Paper.Sum("Tax", view.tax().toString()),
                        new Paper.Sum("Total", view.total().toString())));
    }

    private Paper receipt(PaymentView payment, InvoiceView invoice, @Nullable BilledPatient patient) {
        return paper(
                "Receipt for invoice " + (invoice.number() == null ? "" : invoice.number()),
                payment.id(),
                payment.takenAt(),
                patient,
                null,
                List.of("WHAT", "HOW", "AMOUNT"),
                Stream.concat(
                                Stream.of(List.of(
                                        "Payment of " + date(payment.takenAt()),
                                        words(payment),
                                        payment.amount().toString())),
                                payment.refunds().stream()
                                        .map(refund -> List.of(
                                                "Refund of " + date(refund.refundedAt()),
                                                words(payment),
                                                refund.amount().negated().toString())))
                        .toList(),
                List.of(new Paper.Sum(
                        "Received", payment.amount().minus(payment.refunded()).toString())));
    }

    private Paper paper(
            String title,
            UUID id,
            Instant at,
            @Nullable BilledPatient patient,
            @Nullable String stamp,
            List<String> columns,
            List<List<String>> rows,
            List<Paper.Sum> sums) {
        return new Paper(
                new Paper.ClinicHead(clinic.name(), clinic.address(), clinic.phone()),
                title,
                id,
                date(at),
                patient == null ? "" : patient.name(),
                patient == null ? null : patient.uhid(),
                stamp,
                columns,
                rows,
                sums);
    }

    private String date(Instant at) {
        return DATE.format(at.atZone(clinic.timeZone()));
    }

    private static String words(PaymentView payment) {
        return payment.method().name().toLowerCase(Locale.ROOT)
                + (payment.reference() == null ? "" : ", " + payment.reference());
    }

    private static String text(@Nullable Money money) {
        return money == null ? "" : money.toString();
    }
}

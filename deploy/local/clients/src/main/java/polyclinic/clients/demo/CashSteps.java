package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.PdfSignatureVerifier;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The money of the day: prices, an invoice whose lines came by themselves, its payment, and the drawer. */
final class CashSteps {
    /** That of a local stack. */
    static final String CURRENCY = "INR";

    private static final String ACCOUNT = "cashier";
    private static final Set<String> CHARGED = Set.of("encounter", "dispense", "lab_request");

    private final RegistrationSteps registration;
    private final Clinic clinic;
    private final ApiClient cashier;
    private final StepResult<ApiResponse> invoice = new StepResult<>("invoice");
    private final StepResult<String> payment = new StepResult<>("payment");
    private final StepResult<JsonNode> drawer = new StepResult<>("drawer");

    CashSteps(Clinic clinic, RegistrationSteps registration) {
        this.registration = registration;
        this.clinic = clinic;
        cashier = clinic.as(ACCOUNT);
    }

    /** They stay from day to day. */
    String setPrices() {
        setPrice("DEMO-CONSULTATION", "Consultation", "consultation", "500.00", null, "encounter", null);
        setPrice("DEMO-CRP", "C reactive protein", "lab", "350.00", null, "lab_test", LaboratorySteps.TEST);
        setPrice(
                "DEMO-AZITHROMYCIN",
                "Azithromycin 500 mg tablet",
                "medicine",
                "23.90",
                "0.12",
                "medication",
                PrescriptionSteps.AZITHROMYCIN);
        return "consultation 500.00, laboratory 350.00, tablet 23.90 and 12 % tax";
    }

    private void setPrice(
            String code,
            String name,
            String kind,
            String amount,
            @Nullable String taxRate,
            String what,
            @Nullable String whatCode) {
        if (!cashier.all("/prices?code=" + code).isEmpty()) return;
        JsonNode price = JsonNodes.object(
                "code", code,
                "name", name,
                "kind", kind,
                "price", money(amount),
                "taxRate", taxRate,
                "appliesTo", JsonNodes.object("type", what, "code", whatCode),
                "validFrom", LocalDate.now(ZoneOffset.UTC).minusDays(1));
        ApiResponse response = cashier.post("/prices", price);
        // A clinic that has prices of its own keeps them.
        if (response.status() == 409 && response.problem().equals("price-overlap")) return;
        response.expect(201);
    }

    /** A day that went wrong may have left the drawer of this account open; those of others stay as they are. */
    String openDrawer() {
        String own = clinic.session(ACCOUNT, ACCOUNT).subject();
        cashier.all("/shifts?status=open&cashier=" + own).forEach(this::close);
        ApiResponse response = cashier.post("/shifts", JsonNodes.object("openingFloat", money("1000.00")));
        drawer.set(response.expect(201).json());
        return "1,000.00 " + CURRENCY + " to begin with";
    }

    String issueInvoice() {
        ApiResponse draft = Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                this::draftWithAllLines,
                () -> "the draft lacks a line of the consultation, the laboratory or the pharmacy");
        invoice.set(cashier.post("/invoices/" + draft.text("id") + "/issue", JsonNodes.object())
                .expect(200));
        CheckFailed.unlessEqual("the invoice's status", "issued", invoice.get().text("status"));
        return invoice.get().text("number") + ", "
                + invoice.get().json().path("lines").size() + " lines, " + total() + " " + CURRENCY;
    }

    private @Nullable ApiResponse draftWithAllLines() {
        for (JsonNode draft : cashier.all("/invoices?status=draft&patientId=" + registration.patientId())) {
            Set<String> sources = StreamSupport.stream(draft.path("lines").spliterator(), false)
                    .map(line -> line.at("/source/type").asText())
                    .collect(Collectors.toSet());
            if (sources.containsAll(CHARGED))
                return cashier.get("/invoices/" + draft.path("id").asText()).expect(200);
        }
        return null;
    }

    String takePayment() {
        String payments = "/invoices/" + invoice.get().text("id") + "/payments";
        cashier.post(payments, JsonNodes.object("amount", money("100000.00"), "method", "cash"))
                .expectProblem(409, "exceeds-due");
        ApiResponse taken = cashier.post(payments, JsonNodes.object("amount", money(total()), "method", "cash"))
                .expect(201);
        payment.set(taken.text("id"));
        ApiResponse paid = cashier.get("/invoices/" + invoice.get().text("id")).expect(200);
        CheckFailed.unlessEqual("the invoice's status", "paid", paid.text("status"));
        return total() + " " + CURRENCY + " in cash; more was refused";
    }

    String printReceipt() {
        byte[] receipt = cashier.get("/payments/" + payment.get() + "/receipt")
                .expect(200)
                .bytes();
        PdfSignatureVerifier.SignedDocument document = PdfSignatureVerifier.verify(receipt);
        CheckFailed.unless(document.text().contains(total()), "the receipt does not say " + total());
        return "valid, covers all " + receipt.length + " bytes";
    }

    String closeDrawer() {
        JsonNode open = cashier.get("/shifts/" + drawer.get().path("id").asText())
                .expect(200)
                .json();
        JsonNode closed = close(open);
        CheckFailed.unlessEqual(
                "the difference", 0.0, closed.at("/difference/amount").asDouble());
        return closed.at("/counted/amount").asText() + " " + CURRENCY + " counted, as expected";
    }

    private JsonNode close(JsonNode shift) {
        return cashier.post(
                        "/shifts/" + shift.path("id").asText() + "/close",
                        JsonNodes.object("counted", shift.path("expected")))
                .expect(200)
                .json();
    }

    private String total() {
        return invoice.get().json().at("/total/amount").asText();
    }

    private static JsonNode money(String amount) {
        return JsonNodes.object("amount", amount, "currency", CURRENCY);
    }
}

package polyclinic.clients.bench.subject;

import java.util.List;
import java.util.UUID;
import polyclinic.clients.checks.ParallelCalls;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/** The payments of a run: one unit of the currency each, in turn for invoices of this run that are owed much. */
public final class PaymentSeries {
    private static final String CURRENCY = "INR";
    private static final int PARALLEL_INVOICES = 16;

    private final List<UUID> invoices;

    private PaymentSeries(List<UUID> invoices) {
        this.invoices = invoices;
    }

    /**
     * Issues as many invoices.
     *
     * @param count so many that each is paid a few times, as invoices are: what one owes is a sum over its payments
     */
    public static PaymentSeries of(Clinic clinic, BookingSeries patients, int count) {
        ApiClient cashier = clinic.as("cashier").retrying();
        return new PaymentSeries(ParallelCalls.of(count, PARALLEL_INVOICES, i -> issue(cashier, patients.patient(i))));
    }

    private static UUID issue(ApiClient cashier, UUID patient) {
        var line = JsonNodes.object(
                "description", "Bench", "kind", "other", "quantity", "1", "unitPrice", money("9999999.00"));
        var draft = JsonNodes.object("patientId", patient, "currency", CURRENCY, "lines", List.of(line));
        String id = cashier.post("/invoices", draft).expect(201).text("id");
        cashier.post("/invoices/" + id + "/issue", JsonNodes.object()).expect(200);
        return UUID.fromString(id);
    }

    List<UUID> invoices() {
        return invoices;
    }

    UUID invoice(long n) {
        return invoices.get((int) (n % invoices.size()));
    }

    /** Where payment n is posted. */
    public String path(long n) {
        return "/api/v1/invoices/" + invoice(n) + "/payments";
    }

    public Object body() {
        return JsonNodes.object("amount", money("1.00"), "method", "card");
    }

    private static Object money(String amount) {
        return JsonNodes.object("amount", amount, "currency", CURRENCY);
    }
}

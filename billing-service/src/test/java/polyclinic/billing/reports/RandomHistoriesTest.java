package polyclinic.billing.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.billing.ServiceTest;

/** Whatever is issued, paid, given back, credited and voided: every report, every statement and every invoice say the same. */
@QuarkusTest
class RandomHistoriesTest extends ServiceTest {
    private static final List<String> FIGURES =
            List.of("invoiced", "voided", "credited", "revenue", "tax", "paid", "refunded", "received");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_report_adds_up_to_the_ledger(long seed) {
        openDrawer();
        Random random = new Random(seed);
        UUID patient = knownPatient();
        List<String> invoices = new ArrayList<>();
        List<String> payments = new ArrayList<>();
        for (int i = 0; i < 25; i++) step(random, patient, invoices, payments);

        Map<String, BigDecimal> ledger = ledger();
        for (String by : List.of("day", "method", "kind", "doctor"))
            assertThat(sums(by)).as(by).isEqualTo(ledger);
        BigDecimal owed = BigDecimal.ZERO;
        for (String id : invoices) {
            Response invoice = as("cashier").get(INVOICES + "/" + id);
            BigDecimal due = amount(invoice, "due");
            if (invoice.path("status").equals("draft")) continue;
            if (!invoice.path("status").equals("void"))
                assertThat(amount(invoice, "total")
                                .subtract(amount(invoice, "credited"))
                                .subtract(amount(invoice, "paid")))
                        .isEqualByComparingTo(due);
            owed = owed.add(due);
        }
        assertThat(balance(patient)).isEqualByComparingTo(owed);
        assertThat(rows("select 1 from ledger_entry group by posting_id having sum(amount) <> 0"))
                .isEmpty();
    }

    private void step(Random random, UUID patient, List<String> invoices, List<String> payments) {
        String any = invoices.isEmpty() ? "" : invoices.get(random.nextInt(invoices.size()));
        int what = invoices.isEmpty() ? 0 : random.nextInt(8);
        switch (what) {
            case 0, 1 ->
                invoices.add(issued(
                        patient,
                        randomLine(random, "consultation"),
                        randomLine(random, "medicine"),
                        randomLine(random, "lab")));
            case 2, 3, 4 -> {
                Response paid = pay(
                        any,
                        price(random, 9_000),
                        List.of("cash", "card", "transfer").get(random.nextInt(3)));
                assertThat(paid.statusCode()).isIn(201, 409);
                if (paid.statusCode() == 201) payments.add(paid.path("id"));
            }
            case 5 -> {
                if (!payments.isEmpty())
                    assertThat(refund(payments.get(random.nextInt(payments.size())), price(random, 3_000))
                                    .statusCode())
                            .isIn(200, 409);
            }
            case 6 -> assertThat(credit(random, any).statusCode()).isIn(201, 409);
            default -> assertThat(voidIt(any).statusCode()).isIn(200, 409);
        }
    }

    private static Response credit(Random random, String id) {
        String line = as("cashier").get(INVOICES + "/" + id).path("lines[" + random.nextInt(3) + "].id");
        String item = random.nextBoolean()
                ? "{\"lineId\":\"" + line + "\",\"quantity\":\"1\"}"
                : "{\"description\":\"Goodwill\",\"quantity\":\"1\",\"unitPrice\":" + inr(price(random, 500)) + "}";
        return as("cashier")
                .body("{\"reason\":\"mistaken\",\"lines\":[" + item + "]}")
                .post(INVOICES + "/" + id + "/credit-note");
    }

    private static String randomLine(Random random, String kind) {
        return """
                {"description":"Line","kind":"%s","quantity":"%d","unitPrice":%s,"taxRate":"0.%02d","doctorId":"%s",\
                "discount":{"percent":"%d"}}""".formatted(
                        kind,
                        1 + random.nextInt(5),
                        inr(price(random, 5_000)),
                        random.nextInt(30),
                        new UUID(0, random.nextInt(4)),
                        random.nextInt(50));
    }

    private static String price(Random random, int bound) {
        return BigDecimal.valueOf(1 + random.nextInt(bound), 2).toPlainString();
    }

    private Map<String, BigDecimal> ledger() {
        Row row = rows("""
                select coalesce(sum(e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'INVOICE'), 0) as invoiced,
                       coalesce(sum(-e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'VOID'), 0) as voided,
                       coalesce(sum(-e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'CREDIT_NOTE'), 0) as credited,
                       coalesce(sum(-e.amount) filter (where e.account = 'REVENUE'), 0) as revenue,
                       coalesce(sum(-e.amount) filter (where e.account = 'TAX'), 0) as tax,
                       (select coalesce(sum(amount), 0) from payment where currency = 'INR') as paid,
                       (select coalesce(sum(r.amount), 0) from refund r join payment p on p.id = r.payment_id
                         where p.currency = 'INR') as refunded,
                       coalesce(sum(e.amount) filter (where e.account = 'FUNDS'), 0) as received
                  from posting p join ledger_entry e on e.posting_id = p.id
                 where e.currency = 'INR' and p.type not like 'HISTORY%'""").get(0);
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (String figure : FIGURES)
            sums.put(figure, row.getNumeric(figure).bigDecimalValue().setScale(2, RoundingMode.UNNECESSARY));
        return sums;
    }

    private static Map<String, BigDecimal> sums(String by) {
        Response report = as("cashier").get("/api/v1/reports/revenue?by=" + by);
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (String figure : FIGURES) {
            List<String> inRupees =
                    report.path("items.findAll { it.%s.currency == 'INR' }.%s.amount".formatted(figure, figure));
            sums.put(figure, sum(inRupees));
        }
        return sums;
    }

    /** By the pages of the patient's own statement, whose running balance ends where its balance is. */
    private static BigDecimal balance(UUID patient) {
        String after = "";
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal running = BigDecimal.ZERO;
        Response page;
        do {
            page = asPatient(patient).get("/api/v1/statements/" + patient + "?limit=7&after=" + after);
            List<String> amounts = page.path("items.amount.amount");
            List<String> balances = page.path("items.balance.amount");
            sum = sum.add(sum(amounts));
            if (!balances.isEmpty()) running = new BigDecimal(balances.get(balances.size() - 1));
            after = page.jsonPath().getString("next");
        } while (after != null);
        assertThat(running).isEqualByComparingTo(sum);
        assertThat(page.<String>path("balances[0].amount")).isEqualTo(sum.toPlainString());
        return sum;
    }

    private static BigDecimal sum(List<String> amounts) {
        return amounts.stream().map(BigDecimal::new).reduce(new BigDecimal("0.00"), BigDecimal::add);
    }

    private static BigDecimal amount(Response invoice, String figure) {
        return new BigDecimal(invoice.<String>path(figure + ".amount"));
    }
}

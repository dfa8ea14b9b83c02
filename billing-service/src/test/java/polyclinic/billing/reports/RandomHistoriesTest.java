package polyclinic.billing.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.values.ClinicDays;

/**
 * Whatever is issued, paid, given back, credited and voided, on which day and in which currency: every report, every statement and
 * every invoice say the same.
 */
@QuarkusTest
class RandomHistoriesTest extends ServiceTest {
    private static final List<String> FIGURES =
            List.of("invoiced", "voided", "credited", "revenue", "tax", "paid", "refunded", "received");

    private static final int STEPS = 25;
    private static final int STEPS_A_DAY = 7;

    private final PastDays days = new PastDays();
    private Currency currency = Currency.getInstance("INR");

    /** The clinic's days, some of them ago. */
    private static final class PastDays extends ClinicDays {
        private volatile int ago;

        PastDays() {
            super(Clock.systemUTC(), ZoneOffset.UTC);
        }

        @Override
        public LocalDate day(Instant instant) {
            return super.day(instant).minusDays(ago);
        }
    }

    /** Currencies of two, none and three digits; rupees are what the other tests have, too. */
    @ParameterizedTest
    @CsvSource({"1, INR", "2, JPY", "3, KWD"})
    void every_report_adds_up_to_the_ledger(long seed, String code) {
        currency = Currency.getInstance(code);
        QuarkusMock.installMockForType(days, ClinicDays.class);
        closeDrawers();
        String drawer = created(as("cashier")
                .body("{\"openingFloat\":" + money(price(new Random(seed), 9_000)) + "}")
                .post("/api/v1/shifts"));
        Random random = new Random(seed);
        UUID patient = knownPatient();
        List<String> invoices = new ArrayList<>();
        List<String> payments = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            days.ago = (STEPS - 1 - i) / STEPS_A_DAY;
            step(random, patient, invoices, payments);
        }
        days.ago = 0;
        as("cashier")
                .body("{\"counted\":" + money(price(random, 9_000)) + "}")
                .post("/api/v1/shifts/" + drawer + "/close")
                .then()
                .statusCode(200);

        LocalDate last = days.today();
        LocalDate first = last.minusDays(STEPS / STEPS_A_DAY);
        for (String by : List.of("day", "method", "kind", "doctor")) {
            assertThat(sums(by, first, last)).as(by).isEqualTo(ledger(first, last));
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1))
                assertThat(sums(by, day, day)).as(by + " of " + day).isEqualTo(ledger(day, day));
        }
        assertThat(daysInTheReport(first, last)).hasSize(STEPS / STEPS_A_DAY + 1);
        assertPaymentsAreInTheLedger(ledger(first, last));
        BigDecimal owed = BigDecimal.ZERO;
        for (String id : invoices) {
            Response invoice = as("cashier").get(INVOICES + "/" + id);
            BigDecimal due = amount(invoice, "due");
            assertThat(due.scale()).isEqualTo(currency.getDefaultFractionDigits());
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
                invoices.add(invoiced(
                        patient,
                        randomLine(random, "consultation"),
                        randomLine(random, "medicine"),
                        randomLine(random, "lab")));
            case 2, 3, 4 -> {
                String amount = money(price(random, 9_000));
                String method = List.of("cash", "card", "transfer").get(random.nextInt(3));
                Response paid = as("cashier")
                        .body("{\"amount\":" + amount + ",\"method\":\"" + method + "\"}")
                        .post(INVOICES + "/" + any + "/payments");
                assertThat(paid.statusCode()).isIn(201, 409);
                if (paid.statusCode() == 201) payments.add(paid.path("id"));
            }
            case 5 -> {
                if (!payments.isEmpty())
                    assertThat(as("cashier")
                                    .body("{\"amount\":" + money(price(random, 3_000)) + ",\"reason\":\"mistaken\"}")
                                    .post("/api/v1/payments/" + payments.get(random.nextInt(payments.size()))
                                            + "/refund")
                                    .statusCode())
                            .isIn(200, 409);
            }
            case 6 -> assertThat(credit(random, any).statusCode()).isIn(201, 409);
            default -> assertThat(voidIt(any).statusCode()).isIn(200, 409);
        }
    }

    private String invoiced(UUID patient, String... lines) {
        String id = created(as("cashier")
                .body(draftBody(patient, lines).replace("\"INR\"", "\"" + currency.getCurrencyCode() + "\""))
                .post(INVOICES));
        issue(id).then().statusCode(200);
        return id;
    }

    private Response credit(Random random, String id) {
        String line = as("cashier").get(INVOICES + "/" + id).path("lines[" + random.nextInt(3) + "].id");
        String item = random.nextBoolean()
                ? "{\"lineId\":\"" + line + "\",\"quantity\":\"1\"}"
                : "{\"description\":\"Goodwill\",\"quantity\":\"1\",\"unitPrice\":" + money(price(random, 500)) + "}";
        return as("cashier")
                .body("{\"reason\":\"mistaken\",\"lines\":[" + item + "]}")
                .post(INVOICES + "/" + id + "/credit-note");
    }

    private String randomLine(Random random, String kind) {
        return """
                {"description":"Line","kind":"%s","quantity":"%d","unitPrice":%s,"taxRate":"0.%02d","doctorId":"%s",\
                "discount":{"percent":"%d"}}""".formatted(
                        kind,
                        1 + random.nextInt(5),
                        money(price(random, 5_000)),
                        random.nextInt(30),
                        new UUID(0, random.nextInt(4)),
                        random.nextInt(50));
    }

    private String price(Random random, int bound) {
        return BigDecimal.valueOf(1 + random.nextInt(bound), currency.getDefaultFractionDigits())
                .toPlainString();
    }

    private String money(String amount) {
        return "{\"amount\":\"" + amount + "\",\"currency\":\"" + currency.getCurrencyCode() + "\"}";
    }

    private Map<String, BigDecimal> ledger(LocalDate first, LocalDate last) {
        Row row = rows("""
                select coalesce(sum(e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'INVOICE'), 0) as invoiced,
                       coalesce(sum(-e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'VOID'), 0) as voided,
                       coalesce(sum(-e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'CREDIT_NOTE'), 0) as credited,
                       coalesce(sum(-e.amount) filter (where e.account = 'REVENUE'), 0) as revenue,
                       coalesce(sum(-e.amount) filter (where e.account = 'TAX'), 0) as tax,
                       coalesce(sum(e.amount) filter (where e.account = 'FUNDS' and p.type = 'PAYMENT'), 0) as paid,
                       coalesce(sum(-e.amount) filter (where e.account = 'FUNDS' and p.type = 'REFUND'), 0) as refunded,
                       coalesce(sum(e.amount) filter (where e.account = 'FUNDS'), 0) as received
                  from posting p join ledger_entry e on e.posting_id = p.id
                 where e.currency = $1 and p.day between $2 and $3 and p.type not like 'HISTORY%'""", currency.getCurrencyCode(), first, last).get(0);
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (String figure : FIGURES) sums.put(figure, scaled(row, figure));
        return sums;
    }

    private void assertPaymentsAreInTheLedger(Map<String, BigDecimal> ledger) {
        Row row = rows("""
                select (select coalesce(sum(amount), 0) from payment where currency = $1) as paid,
                       (select coalesce(sum(r.amount), 0) from refund r join payment p on p.id = r.payment_id
                         where p.currency = $1) as refunded""", currency.getCurrencyCode()).get(0);
        assertThat(scaled(row, "paid")).isEqualTo(ledger.get("paid"));
        assertThat(scaled(row, "refunded")).isEqualTo(ledger.get("refunded"));
    }

    private BigDecimal scaled(Row row, String column) {
        return row.getNumeric(column)
                .bigDecimalValue()
                .setScale(currency.getDefaultFractionDigits(), RoundingMode.UNNECESSARY);
    }

    private List<String> daysInTheReport(LocalDate first, LocalDate last) {
        return report("day", first, last)
                .path("items.findAll { it.invoiced.currency == '" + currency.getCurrencyCode() + "' }.key");
    }

    private static Response report(String by, LocalDate first, LocalDate last) {
        return as("cashier").get("/api/v1/reports/revenue?by=" + by + "&from=" + first + "&to=" + last);
    }

    private Map<String, BigDecimal> sums(String by, LocalDate first, LocalDate last) {
        Response report = report(by, first, last);
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (String figure : FIGURES) {
            List<String> amounts = report.path("items.findAll { it.%s.currency == '%s' }.%s.amount"
                    .formatted(figure, currency.getCurrencyCode(), figure));
            sums.put(figure, sum(amounts));
        }
        return sums;
    }

    /** By the pages of the patient's own statement, whose running balance ends where its balance is. */
    private BigDecimal balance(UUID patient) {
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

    private BigDecimal sum(List<String> amounts) {
        return amounts.stream()
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO.setScale(currency.getDefaultFractionDigits()), BigDecimal::add);
    }

    private static BigDecimal amount(Response invoice, String figure) {
        return new BigDecimal(invoice.<String>path(figure + ".amount"));
    }
}

package polyclinic.billing.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.values.ClinicDays;

/** Invoices of the night in which the year ends where the clinic is; each test has a year's end of its own, years from now. */
@QuarkusTest
class YearEndTest extends ServiceTest {
    /** Its new year begins while it is half past six in the evening in UTC. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    /** No other test has money of it in its reports. */
    private static final String CURRENCY = "AUD";

    private static int nextYear = Year.now().getValue() + 5;

    private final ClinicClock clock = new ClinicClock();
    private final int newYear = nextYear;
    private final int oldYear = newYear - 1;
    private final Instant midnight =
            LocalDate.of(newYear, 1, 1).atStartOfDay(ZONE).toInstant();

    /** The clinic's days by a clock that is set by hand. */
    private static final class ClinicClock extends ClinicDays {
        private volatile UnaryOperator<Instant> set = UnaryOperator.identity();

        ClinicClock() {
            super(Clock.systemUTC(), ZONE);
        }

        @Override
        public LocalDate day(Instant instant) {
            return super.day(set.apply(instant));
        }

        void show(Instant instant) {
            set = any -> instant;
        }

        /** As with replicas whose clocks differ: one half of all that happens has the one time, the other half the other. */
        void showEither(Instant one, Instant other) {
            set = instant -> instant.getNano() / 1000 % 2 == 0 ? one : other;
        }
    }

    @BeforeEach
    void useClock() {
        nextYear += 2;
        QuarkusMock.installMockForType(clock, ClinicDays.class);
    }

    @Test
    void numbers_begin_again_at_the_clinics_midnight() {
        clock.show(midnight.minusSeconds(1));
        assertThat(issuedAtOnce(2)).containsExactlyInAnyOrder(number(oldYear, 1), number(oldYear, 2));

        clock.show(midnight);
        assertThat(issuedAtOnce(2)).containsExactlyInAnyOrder(number(newYear, 1), number(newYear, 2));

        // A replica whose clock is behind: the old year goes on where it was.
        clock.show(midnight.minusSeconds(1));
        assertThat(issuedAtOnce(1)).containsExactly(number(oldYear, 3));
        assertEachYearIsWhole();
    }

    @Test
    void credit_notes_of_an_old_years_invoice_are_of_the_year_in_which_they_are_issued() {
        clock.show(midnight.minusSeconds(1));
        String invoice = drafts(1).get(0);
        issue(invoice).then().statusCode(200);
        String before = creditNote(invoice);
        clock.show(midnight);
        List<String> after = Concurrently.run(2, () -> creditNote(invoice));

        assertThat(before).isEqualTo("CN-%d-000001".formatted(oldYear));
        assertThat(after)
                .containsExactlyInAnyOrder("CN-%d-000001".formatted(newYear), "CN-%d-000002".formatted(newYear));
    }

    @Test
    void neither_year_has_a_gap_or_a_double_when_both_are_given_numbers_at_once() {
        clock.showEither(midnight.minusSeconds(1), midnight);

        List<String> numbers = issuedAtOnce(24);

        assertThat(numbers).doesNotHaveDuplicates();
        assertEachYearIsWhole();
    }

    private List<String> issuedAtOnce(int count) {
        return Concurrently.run(drafts(count).stream()
                .map(id -> (Callable<String>)
                        () -> issue(id).then().statusCode(200).extract().path("number"))
                .toList());
    }

    private List<String> drafts(int count) {
        List<String> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++)
            drafts.add(created(as("cashier")
                    .body("""
                            {"patientId":"%s","currency":"%s","lines":[{"description":"Visit","quantity":"1","unitPrice":%s}]}""".formatted(knownPatient(), CURRENCY, money("100")))
                    .post(INVOICES)));
        return drafts;
    }

    private static String creditNote(String invoice) {
        Response issued = as("cashier").body("""
                        {"reason":"mistaken","lines":[{"description":"Goodwill","quantity":"1","unitPrice":%s}]}""".formatted(money("1"))).post(INVOICES + "/" + invoice + "/credit-note");
        return issued.then().statusCode(201).extract().path("number");
    }

    /** Numbers from 1 on without a gap, and each invoice in the reports of the year that its number has. */
    private void assertEachYearIsWhole() {
        for (int year : List.of(oldYear, newYear)) {
            List<Row> invoices = rows(
                    "select i.series_number, i.number, p.day from invoice i join posting p on p.document_id = i.id"
                            + " where i.series_year = $1 and p.type = 'INVOICE' order by i.series_number",
                    year);
            for (int i = 0; i < invoices.size(); i++) {
                Row invoice = invoices.get(i);
                assertThat(invoice.getInteger("series_number")).isEqualTo(i + 1);
                assertThat(invoice.getString("number")).isEqualTo(number(year, i + 1));
                assertThat(invoice.getLocalDate("day").getYear()).isEqualTo(year);
            }
        }
    }

    private static String number(int year, int number) {
        return "INV-%d-%06d".formatted(year, number);
    }

    private static String money(String amount) {
        return "{\"amount\":\"" + amount + "\",\"currency\":\"" + CURRENCY + "\"}";
    }
}

package polyclinic.billing.invoices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static polyclinic.billing.invoices.InvoiceStatus.DRAFT;
import static polyclinic.billing.invoices.InvoiceStatus.ISSUED;
import static polyclinic.billing.invoices.InvoiceStatus.PAID;
import static polyclinic.billing.invoices.InvoiceStatus.PARTIALLY_PAID;
import static polyclinic.billing.invoices.InvoiceStatus.VOID;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.DocumentNumbers.SeriesNumber;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Money;

/** Every status × every action on an invoice. */
class InvoiceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Currency INR = Currency.getInstance("INR");
    private static final Invoice.Head HEAD = new Invoice.Head(UUID.randomUUID(), null, null, INR);

    private enum Action {
        REVISE,
        ADD,
        CLOSE,
        REDUCE,
        ISSUE,
        VOID,
        PAY,
        CREDIT
    }

    /** The status afterwards; an action that is not in the map is refused. What money does, the ledger says. */
    private static final Map<InvoiceStatus, Map<Action, InvoiceStatus>> ALLOWED = new EnumMap<>(InvoiceStatus.class);

    static {
        ALLOWED.put(
                DRAFT,
                Map.of(
                        Action.REVISE, DRAFT,
                        Action.ADD, DRAFT,
                        Action.CLOSE, DRAFT,
                        Action.REDUCE, DRAFT,
                        Action.ISSUE, ISSUED,
                        Action.VOID, VOID));
        ALLOWED.put(ISSUED, Map.of(Action.VOID, VOID, Action.PAY, ISSUED, Action.CREDIT, ISSUED));
        ALLOWED.put(PARTIALLY_PAID, Map.of(Action.PAY, PARTIALLY_PAID, Action.CREDIT, PARTIALLY_PAID));
        ALLOWED.put(PAID, Map.of(Action.PAY, PAID, Action.CREDIT, PAID));
        ALLOWED.put(VOID, Map.of());
    }

    @TestFactory
    Stream<DynamicTest> every_status_handles_every_action() {
        assertThat(ALLOWED.keySet()).containsExactlyInAnyOrder(InvoiceStatus.values());
        return Stream.of(InvoiceStatus.values()).flatMap(status -> Stream.of(Action.values())
                .map(action -> dynamicTest(status + " × " + action, () -> verify(status, action))));
    }

    private static void verify(InvoiceStatus status, Action action) {
        Invoice invoice = in(status);
        Balance balance = balance(status);
        assertThat(invoice.status(balance)).isEqualTo(status);
        List<InvoicedItem> items = invoice.items();
        InvoiceStatus expected = ALLOWED.getOrDefault(status, Map.of()).get(action);
        if (expected == null) {
            assertThatThrownBy(() -> perform(action, invoice, balance)).isInstanceOf(InvalidInvoiceTransition.class);
            assertThat(invoice.status(balance)).isEqualTo(status);
            assertThat(invoice.items()).isEqualTo(items);
            assertThat(invoice.updatedAt()).isEqualTo(NOON);
        } else {
            perform(action, invoice, balance);
            assertThat(invoice.status(action == Action.ISSUE ? balance(ISSUED) : balance))
                    .isEqualTo(expected);
        }
    }

    /** It was issued and paid elsewhere: nothing of it is done here. */
    @ParameterizedTest
    @EnumSource(Action.class)
    void an_invoice_of_elsewhere_takes_no_action(Action action) {
        Invoice invoice = Invoice.ofElsewhere(
                HEAD, List.of(item("10")), new Provenance("urn:old", "1", null, null), "1", NOON, NOON);

        assertThatThrownBy(() -> perform(action, invoice, balance(ISSUED)))
                .isInstanceOf(InvalidInvoiceTransition.class);
        assertThat(invoice.status(balance(ISSUED))).isEqualTo(ISSUED);
    }

    private static void perform(Action action, Invoice invoice, Balance balance) {
        Instant later = NOON.plusSeconds(60);
        switch (action) {
            case REVISE -> invoice.revise(null, INR, List.of(item("20")), later);
            case ADD -> invoice.add(HEAD, List.of(item("5")), later);
            case CLOSE -> invoice.close();
            case REDUCE -> invoice.reduce(Map.of(invoice.lines().get(0).id(), BigDecimal.ONE), later);
            case ISSUE -> invoice.issue(new SeriesNumber(2026, 2, "INV-2026-000002"), later);
            case VOID -> invoice.voidIt("a mistake", balance, later);
            case PAY -> invoice.requireOpen("paid");
            case CREDIT -> invoice.requireOpen("credited");
        }
    }

    private static Invoice in(InvoiceStatus status) {
        Invoice invoice = Invoice.drafted(HEAD, false, List.of(item("10")), NOON);
        if (status != DRAFT) invoice.issue(new SeriesNumber(2026, 1, "INV-2026-000001"), NOON);
        if (status == VOID) invoice.voidIt("a mistake", balance(ISSUED), NOON);
        return invoice;
    }

    /** Of two units at 10. */
    private static Balance balance(InvoiceStatus status) {
        return switch (status) {
            case DRAFT, VOID -> Balance.none(INR);
            case ISSUED -> new Balance(money("0"), money("0"), money("20"));
            case PARTIALLY_PAID -> new Balance(money("5"), money("0"), money("15"));
            case PAID -> new Balance(money("20"), money("0"), money("0"));
        };
    }

    private static InvoicedItem item(String price) {
        return new InvoicedItem(
                null, "Dressing", null, new BigDecimal("2"), money(price), null, BigDecimal.ZERO, null, null);
    }

    private static Money money(String amount) {
        return Money.rounded(new BigDecimal(amount), INR);
    }
}

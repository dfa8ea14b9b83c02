package polyclinic.billing.shifts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Money;

/**
 * A shift as clients see it.
 *
 * @param cashier the {@code sub} of the cashier's account
 * @param cash taken less given back
 * @param expected the opening float and the cash
 * @param counted null while it is open
 * @param difference counted less expected: negative when money is missing
 */
record ShiftView(
        UUID id,
        long version,
        String cashier,
        ShiftStatus status,
        Money openingFloat,
        Money cash,
        Money expected,
        @Nullable Money counted,
        @Nullable Money difference,
        Instant openedAt,
        @Nullable Instant closedAt) {
    static final String PATH = "/api/v1/shifts";

    static ShiftView of(Shift shift, Money cash) {
        Money expected = shift.openingFloat().plus(cash);
        Money counted = shift.counted();
        return new ShiftView(
                shift.id(),
                shift.version(),
                shift.cashier(),
                shift.isOpen() ? ShiftStatus.OPEN : ShiftStatus.CLOSED,
                shift.openingFloat(),
                cash,
                expected,
                counted,
                counted == null ? null : counted.minus(expected),
                shift.openedAt(),
                shift.closedAt());
    }

    String location() {
        return PATH + "/" + id;
    }
}

package polyclinic.billing.money;

import java.math.BigDecimal;

/** Decimals as they were sent: without the zeros that a column adds. */
public final class PlainDecimals {
    private PlainDecimals() {}

    /** The same number with as few digits as say it, and never fewer than those before the point. */
    public static BigDecimal of(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}

package polyclinic.clients.replay.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.hl7.fhir.r4.model.Money;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/**
 * An amount with as many decimal digits as its currency has.
 *
 * @param currency ISO 4217
 */
public record FhirMoney(BigDecimal amount, String currency) {
    /** Returns the amount rounded half up; null when value or currency is absent, unknown or the value is negative. */
    public static @Nullable FhirMoney of(Money money) {
        if (!money.hasValue() || !money.hasCurrency() || money.getValue().signum() < 0) return null;
        try {
            int digits = Currency.getInstance(money.getCurrency()).getDefaultFractionDigits();
            return new FhirMoney(
                    money.getValue().setScale(Math.max(digits, 0), RoundingMode.HALF_UP), money.getCurrency());
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** Returns the clinic's form of it: {@code {amount, currency}}. */
    public ObjectNode json() {
        return JsonNodes.object("amount", amount.toPlainString(), "currency", currency);
    }
}

package polyclinic.billing.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Money;

/**
 * What one document does to the ledger. The database refuses one that does not balance, and a second one for a document.
 *
 * @param method how money moved, or null where none did
 * @param shiftId the drawer that it went into or came out of, or null
 */
public record LedgerPosting(
        PostingType type,
        UUID documentId,
        UUID invoiceId,
        UUID patientId,
        @Nullable PaymentMethod method,
        @Nullable UUID shiftId,
        Instant at,
        List<LedgerEntry> entries) {
    /** Moves each category's part of an amount from receivable to funds; the other way round with negative parts. */
    public static List<LedgerEntry> moving(Map<Category, Money> parts) {
        List<LedgerEntry> entries = new ArrayList<>();
        parts.forEach((category, part) -> {
            entries.add(new LedgerEntry(Account.FUNDS, part, category));
            entries.add(new LedgerEntry(Account.RECEIVABLE, part.negated(), category));
        });
        return entries;
    }

    /** Owes net and tax for a category. */
    public static List<LedgerEntry> selling(Category category, Money net, Money tax) {
        return List.of(
                new LedgerEntry(Account.RECEIVABLE, net.plus(tax), category),
                new LedgerEntry(Account.REVENUE, net.negated(), category),
                new LedgerEntry(Account.TAX, tax.negated(), category));
    }

    /** Entries of the same account and category as one; those that come to nothing are left out. */
    static List<LedgerEntry> merged(List<LedgerEntry> entries) {
        Map<Account, Map<Category, Money>> sums = new EnumMap<>(Account.class);
        for (LedgerEntry entry : entries)
            sums.computeIfAbsent(entry.account(), account -> new LinkedHashMap<>())
                    .merge(entry.category(), entry.amount(), Money::plus);
        List<LedgerEntry> merged = new ArrayList<>();
        sums.forEach((account, byCategory) -> byCategory.forEach((category, amount) -> {
            if (!amount.isZero()) merged.add(new LedgerEntry(account, amount, category));
        }));
        return merged;
    }
}

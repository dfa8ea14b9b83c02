package polyclinic.billing.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The entries of a posting as columns of {@code ledger_entry}, for {@code unnest}. */
public record LedgerColumns(
        Integer[] lines, String[] accounts, String[] currencies, BigDecimal[] amounts, String[] kinds, UUID[] doctors) {
    public static LedgerColumns of(LedgerPosting posting) {
        List<LedgerEntry> entries = LedgerPosting.merged(posting.entries());
        return new LedgerColumns(
                IntStream.range(0, entries.size()).boxed().toArray(Integer[]::new),
                texts(entries, entry -> entry.account().name()),
                texts(entries, entry -> entry.amount().currency().getCurrencyCode()),
                entries.stream().map(entry -> entry.amount().amount()).toArray(BigDecimal[]::new),
                texts(entries, entry -> entry.category().kind().name()),
                entries.stream().map(entry -> entry.category().doctorId()).toArray(UUID[]::new));
    }

    private static String[] texts(List<LedgerEntry> entries, Function<LedgerEntry, String> part) {
        return entries.stream().map(part).toArray(String[]::new);
    }
}

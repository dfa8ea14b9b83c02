package polyclinic.billing.drafting;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.prices.Price;
import polyclinic.billing.prices.Prices;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.ClinicDays;

/** Fills in what lines leave to the price list. */
@ApplicationScoped
class ListPrices {
    private final Prices prices;
    private final ClinicDays days;

    ListPrices(Prices prices, ClinicDays days) {
        this.prices = prices;
        this.days = days;
    }

    /** In an open session; fails with 422 for a code that has no price in the currency today and no own price and description. */
    Uni<List<InvoicedItem>> fill(List<InvoicedItem> items, Currency currency) {
        Set<String> codes = items.stream()
                .map(InvoicedItem::priceCode)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toSet());
        return prices.of(codes, currency, days.today()).map(found -> filled(items, found));
    }

    private static List<InvoicedItem> filled(List<InvoicedItem> items, Map<String, Price> found) {
        List<InvoicedItem> filled = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            InvoicedItem item = items.get(i);
            Price price = item.priceCode() == null ? null : found.get(item.priceCode());
            if (item.priceCode() != null && price == null && (item.unitPrice() == null || item.description() == null))
                throw Problem.invalid("lines[" + i + "].priceCode", "must have a price in this currency today");
            filled.add(price == null ? item : item.priced(price));
        }
        return filled;
    }
}

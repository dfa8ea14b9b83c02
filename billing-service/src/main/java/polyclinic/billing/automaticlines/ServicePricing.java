package polyclinic.billing.automaticlines;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.prices.Price;
import polyclinic.billing.prices.Prices;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.values.Money;

/** What was done or handed out as lines of an invoice, with the prices of the day on which it was done. */
@ApplicationScoped
class ServicePricing {
    private final Prices prices;
    private final ClinicDays days;

    ServicePricing(Prices prices, ClinicDays days) {
        this.prices = prices;
        this.days = days;
    }

    /** In the open transaction; a line is without a price where neither its event nor the list has one in the currency. */
    Uni<List<InvoicedItem>> items(PerformedService service, List<PerformedService.Part> parts, Currency in) {
        return listed(parts.stream().filter(part -> !isTold(part, in)).toList(), in)
                .map(found -> parts.stream()
                        .map(part -> item(service, part, in, found.getOrDefault(days.day(part.at()), List.of())))
                        .toList());
    }

    /** The prices of the list by day, for parts of one service, which are all of one type and as a rule of one day. */
    private Uni<Map<LocalDate, List<Price>>> listed(List<PerformedService.Part> parts, Currency in) {
        Map<LocalDate, Set<String>> codes = parts.stream()
                .collect(Collectors.groupingBy(
                        part -> days.day(part.at()),
                        Collectors.flatMapping(part -> part.codes().stream(), Collectors.toSet())));
        return Multi.createFrom()
                .iterable(codes.keySet())
                .onItem()
                .transformToUniAndConcatenate(
                        day -> prices.applying(parts.get(0).priceOf(), codes.getOrDefault(day, Set.of()), in, day)
                                .map(found -> Map.entry(day, found)))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static boolean isTold(PerformedService.Part part, Currency in) {
        return part.unitPrice() != null && part.unitPrice().currency().equals(in);
    }

    private static InvoicedItem item(
            PerformedService service, PerformedService.Part part, Currency in, List<Price> listed) {
        InvoicedItem.Source source = service.sourceOf(part);
        boolean told = isTold(part, in);
        Price price = told ? null : Prices.best(listed, part.codes());
        if (price == null)
            return item(
                    part,
                    source,
                    service,
                    null,
                    part.description(),
                    part.kind(),
                    told ? part.unitPrice() : null,
                    part.taxRate());
        return item(
                part,
                source,
                service,
                price.code(),
                part.kind() == ItemKind.CONSULTATION ? price.name() : part.description(),
                price.kind(),
                price.price(),
                price.taxRate());
    }

    private static InvoicedItem item(
            PerformedService.Part part,
            InvoicedItem.Source source,
            PerformedService service,
            @Nullable String priceCode,
            String description,
            ItemKind kind,
            @Nullable Money unitPrice,
            @Nullable BigDecimal taxRate) {
        return new InvoicedItem(
                priceCode, description, kind, part.quantity(), unitPrice, null, taxRate, source, service.doctorId());
    }
}

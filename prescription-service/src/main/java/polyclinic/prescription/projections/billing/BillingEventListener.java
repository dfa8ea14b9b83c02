package polyclinic.prescription.projections.billing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.values.Money;

/** Listens to prices and to the invoices of dispenses. */
@ApplicationScoped
class BillingEventListener {
    private static final String DISPENSE = "dispense";

    private final EventConsumer consumer;
    private final KnownPrices prices;
    private final InvoiceHandler invoices;

    BillingEventListener(EventConsumer consumer, KnownPrices prices, InvoiceHandler invoices) {
        this.consumer = consumer;
        this.prices = prices;
        this.invoices = invoices;
    }

    /** The fields of {@code price.*} events that are needed here. */
    record PriceData(
            UUID priceId,
            String code,
            String kind,
            Money price,
            @Nullable String taxRate,
            @Nullable Subject appliesTo,
            LocalDate validFrom,
            @Nullable LocalDate validTo) {
        PriceData {
            Objects.requireNonNull(priceId, "priceId");
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(price, "price");
            Objects.requireNonNull(validFrom, "validFrom");
        }

        KnownPrice asKnown(Instant toldAt) {
            return new KnownPrice(
                    priceId,
                    toldAt,
                    code,
                    kind,
                    appliesTo == null ? null : appliesTo.code(),
                    price.amount(),
                    price.currency().getCurrencyCode(),
                    taxRate == null ? null : new BigDecimal(taxRate),
                    validFrom,
                    validTo);
        }
    }

    /** @param code null for everything of the type */
    record Subject(@Nullable String code) {}

    /** What made a line: {@code dispense} and its id, for example. */
    record Source(@Nullable String type, @Nullable UUID id) {
        boolean isDispense() {
            return DISPENSE.equals(type) && id != null;
        }
    }

    /** The fields of {@code invoice.lines-added} that are needed here. */
    record LinesAddedData(UUID invoiceId, Source source) {
        LinesAddedData {
            Objects.requireNonNull(invoiceId, "invoiceId");
            Objects.requireNonNull(source, "source");
        }
    }

    /** The fields of {@code invoice.voided} that are needed here. */
    record VoidedData(UUID invoiceId, @Nullable List<Source> sources) {
        VoidedData {
            Objects.requireNonNull(invoiceId, "invoiceId");
        }

        List<UUID> dispenses() {
            if (sources == null) return List.of();
            return sources.stream()
                    .filter(Source::isDispense)
                    .map(source -> Objects.requireNonNull(source.id()))
                    .distinct()
                    .toList();
        }
    }

    @Incoming("invoices")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.oneByOne(poll, this::handle);
    }

    private Uni<Void> handle(CloudEvent event) {
        return switch (event.type()) {
            case "price.set.v1", "price.ended.v1" ->
                prices.save(event.as(PriceData.class).asKnown(event.time()));
            case "invoice.lines-added.v1" -> linesAdded(event.as(LinesAddedData.class));
            case "invoice.voided.v1" -> voided(event.as(VoidedData.class));
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> linesAdded(LinesAddedData lines) {
        UUID dispense = lines.source().id();
        if (!lines.source().isDispense() || dispense == null)
            return Uni.createFrom().voidItem();
        return Panache.withTransaction(() -> invoices.invoiced(dispense, lines.invoiceId()));
    }

    /** A transaction for each dispense, so that none waits for the rows of another. */
    private Uni<Void> voided(VoidedData invoice) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (UUID dispense : invoice.dispenses())
            all = all.chain(() -> Panache.withTransaction(() -> invoices.voided(dispense, invoice.invoiceId())));
        return all;
    }
}

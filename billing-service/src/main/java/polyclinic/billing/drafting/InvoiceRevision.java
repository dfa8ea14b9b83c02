package polyclinic.billing.drafting;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;

/** A draft is changed, provided it still has the version that was last read. */
@ApplicationScoped
class InvoiceRevision {
    private final Invoices invoices;
    private final ListPrices prices;
    private final Charges charges;
    private final InvoicedEncounters encounters;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    InvoiceRevision(
            Invoices invoices,
            ListPrices prices,
            Charges charges,
            InvoicedEncounters encounters,
            Outbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.invoices = invoices;
        this.prices = prices;
        this.charges = charges;
        this.encounters = encounters;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Answer<InvoiceView>> revise(UUID id, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.require(ifMatch);
        return Panache.withTransaction(() -> invoices.locked(id)
                .call(invoice -> revise(invoice, ifMatch, patch))
                .map(invoice -> InvoiceView.of(invoice, Balance.none(invoice.currency())))
                .map(view -> Answer.ok(view.version(), view)));
    }

    private Uni<Void> revise(Invoice invoice, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.check(ifMatch, invoice.version());
        ReviseInvoice wanted = MergePatch.apply(
                new ReviseInvoice(
                        invoice.encounterId(),
                        invoice.items(),
                        invoice.currency().getCurrencyCode()),
                patch,
                ReviseInvoice.class,
                validator);
        Currency currency = DraftInvoice.currency(wanted.currency());
        return encounters
                .require(wanted.encounterId(), invoice.patientId())
                .chain(() -> prices.fill(wanted.lines(), currency))
                .chain(items -> {
                    List<String> changed = invoice.revise(wanted.encounterId(), currency, items, clock.instant());
                    return changed.isEmpty()
                            ? outbox.append(audit.entry("read", "invoice", invoice.id(), invoice.patientId()))
                            : invoices.flush()
                                    .chain(() -> charges.take(invoice))
                                    .chain(() -> publish(invoice, changed));
                });
    }

    private Uni<Void> publish(Invoice invoice, List<String> changed) {
        return outbox.append(
                audit.entry("update", "invoice", invoice.id(), invoice.patientId())
                        .withChangedFields(changed),
                new InvoiceEvent.Updated(InvoiceEvent.snapshot(invoice, Balance.none(invoice.currency()), null)));
    }
}

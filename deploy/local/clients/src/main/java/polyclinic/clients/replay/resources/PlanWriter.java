package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Money;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirMoney;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;
import polyclinic.clients.replay.plan.ImportPlan;

/** Writes items into the plan, or the reason why a resource is skipped, with the same rules about dates for all types. */
final class PlanWriter {
    /** The clinic accepts no earlier date. */
    private static final LocalDate EARLIEST = LocalDate.of(1850, 1, 1);

    /** What the clinic's invoices of elsewhere name as where they come from. */
    static final String SOURCE = "fhir";

    private static final LocalDate EPOCH = LocalDate.of(1970, 1, 1);
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final String DAY_UNKNOWN = "the day is not known";

    private final ImportPlan plan;
    private final Instant now;

    PlanWriter(ImportPlan plan, Instant now) {
        this.plan = plan;
        this.now = now;
    }

    void skip(DomainResource resource, String reason) {
        plan.skip(resource.fhirType(), reason);
    }

    void note(String what) {
        plan.note(what);
    }

    void allergy(DomainResource resource, ObjectNode body) {
        add(ImportItemKind.ALLERGY, resource, body);
    }

    /** Adds a history entry; skips the resource when its date is not usable. */
    void history(DomainResource resource, String type, @Nullable FhirDateTime when, ObjectNode content) {
        FhirDateTime date = requirePast(resource, when);
        if (date == null) return;
        content.put("source", BundleReferences.source(resource));
        if (!date.hasDay()) content.put("datePrecision", DAY_UNKNOWN);
        add(
                ImportItemKind.HISTORY,
                resource,
                JsonNodes.object("type", type, "date", date.day(), "content", content, "source", "import"));
    }

    /** Adds clinical data; skips the resource when its date is not usable. */
    void clinicalData(
            DomainResource resource,
            String dataType,
            @Nullable FhirDateTime when,
            ObjectNode data,
            ObjectNode metadata) {
        FhirDateTime date = requirePast(resource, when);
        if (date == null) return;
        metadata.put("source", BundleReferences.source(resource));
        if (!date.hasDay()) metadata.put("datePrecision", DAY_UNKNOWN);
        add(
                ImportItemKind.CLINICAL_DATA,
                resource,
                JsonNodes.object(
                        "dataType", dataType, "data", data, "metadata", metadata, "effectiveAt", date.instant()));
    }

    /** Adds an invoice of elsewhere; skips the resource, and returns false, when its date is not usable. */
    boolean invoice(DomainResource resource, @Nullable FhirDateTime when, ObjectNode body) {
        FhirDateTime date = requirePast(resource, when);
        if (date == null) return false;
        add(
                ImportItemKind.INVOICE,
                resource,
                body.put("issuedAt", date.instant().toString()));
        return true;
    }

    /** Notes that a resource is stored as a part of what another one becomes. */
    void within(DomainResource resource, DomainResource other) {
        plan.within(BundleReferences.source(resource), BundleReferences.source(other));
    }

    /** Returns the amount; notes that it had more digits than its currency. */
    @Nullable
    FhirMoney money(Money money) {
        FhirMoney amount = FhirMoney.of(money);
        if (amount != null && amount.amount().compareTo(money.getValue()) != 0)
            note("amount with more digits than its currency has: rounded");
        return amount;
    }

    void document(String source, ObjectNode metadata, ImportItem.File file) {
        plan.add(new ImportItem(ImportItemKind.ASSET, source, metadata, file));
    }

    /** Returns the date, or null when there is none, or it is in the future or before 1850. */
    @Nullable
    FhirDateTime pastOrNull(@Nullable FhirDateTime when) {
        if (when == null || when.day().isBefore(EARLIEST) || isFuture(when)) return null;
        if (when.day().isBefore(EPOCH)) note("date before 1970: taken as it is");
        return when;
    }

    private @Nullable FhirDateTime requirePast(DomainResource resource, @Nullable FhirDateTime when) {
        if (when == null) skip(resource, "has no date");
        else if (when.day().isBefore(EARLIEST)) skip(resource, "dated before 1850");
        else if (isFuture(when)) skip(resource, "dated in the future");
        return pastOrNull(when);
    }

    private boolean isFuture(FhirDateTime when) {
        return when.instant().isAfter(now.plus(CLOCK_TOLERANCE))
                || when.day().isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1));
    }

    private void add(ImportItemKind kind, DomainResource resource, ObjectNode body) {
        plan.add(new ImportItem(kind, BundleReferences.source(resource), body, null));
    }
}

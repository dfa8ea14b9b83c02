package polyclinic.clients.replay.plan;

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

/** Writes items into the plan, or the reason why a resource is skipped, with the same rules about dates for all types. */
public final class PlanWriter {
    /** What the clinic's invoices of elsewhere name as where they come from. */
    public static final String SOURCE = "fhir";

    /** The clinic accepts no earlier date. */
    private static final LocalDate EARLIEST = LocalDate.of(1850, 1, 1);

    private static final LocalDate EPOCH = LocalDate.of(1970, 1, 1);
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final String DAY_UNKNOWN = "the day is not known";
    private static final String DATE_UNKNOWN = "the date is not known; known to be true when the record was made";

    private final ImportPlan plan;
    private final Instant now;
    private final @Nullable FhirDateTime asOf;

    /**
     * @param now everything dated later is taken as not having happened yet
     * @param asOf when the whole record was made; null when nothing says it
     */
    public PlanWriter(ImportPlan plan, Instant now, @Nullable FhirDateTime asOf) {
        this.plan = plan;
        this.now = now;
        this.asOf = asOf;
    }

    public void skip(DomainResource resource, String reason) {
        plan.skip(resource.fhirType(), reason);
    }

    public void note(String what) {
        plan.note(what);
    }

    public void allergy(DomainResource resource, ObjectNode body) {
        add(ImportItemKind.ALLERGY, resource, body);
    }

    /**
     * Adds a history entry; skips the resource when its date is not usable.
     *
     * @param when null when nobody knows: orders and problems are dated by the record that states them, because leaving out
     *     what a patient has or takes is worse
     */
    public void history(DomainResource resource, String type, @Nullable FhirDateTime when, ObjectNode content) {
        FhirDateTime date = requirePast(resource, when == null ? recordedOrToday(resource, content) : when);
        if (date == null) return;
        if (when != null && !when.hasDay()) content.put("datePrecision", DAY_UNKNOWN);
        content.put("source", BundleReferences.source(resource));
        add(
                ImportItemKind.HISTORY,
                resource,
                JsonNodes.object("type", type, "date", date.day(), "content", content, "source", "import"));
    }

    /**
     * Adds clinical data; skips the resource when its date is not usable.
     *
     * @param when null when nobody knows: a value without a time would stand in a trend where it does not belong
     */
    public void clinicalData(
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

    /** Adds clinical data that states what holds when it is said; without a date it is dated as problems are. */
    public void statement(
            DomainResource resource,
            String dataType,
            @Nullable FhirDateTime when,
            ObjectNode data,
            ObjectNode metadata) {
        clinicalData(resource, dataType, when == null ? recordedOrToday(resource, metadata) : when, data, metadata);
    }

    /** Adds an invoice of elsewhere; skips the resource, and returns false, when its date is not usable. */
    public boolean invoice(DomainResource resource, @Nullable FhirDateTime when, ObjectNode body) {
        FhirDateTime date = requirePast(resource, when);
        if (date == null) return false;
        add(
                ImportItemKind.INVOICE,
                resource,
                body.put("issuedAt", date.instant().toString()));
        return true;
    }

    /** Notes that a resource is stored as a part of what another one becomes. */
    public void within(DomainResource resource, DomainResource other) {
        plan.within(BundleReferences.source(resource), BundleReferences.source(other));
    }

    /** Returns the amount; notes that it had more digits than its currency. */
    public @Nullable FhirMoney money(Money money) {
        FhirMoney amount = FhirMoney.of(money);
        if (amount != null && amount.amount().compareTo(money.getValue()) != 0)
            note("amount with more digits than its currency has: rounded");
        return amount;
    }

    public void document(String source, ObjectNode metadata, ImportItem.File file) {
        plan.add(new ImportItem(ImportItemKind.ASSET, source, metadata, file));
    }

    /** Returns the date, or null when there is none, or it is in the future or before 1850. */
    public @Nullable FhirDateTime pastOrNull(@Nullable FhirDateTime when) {
        if (when == null || when.day().isBefore(EARLIEST) || isFuture(when)) return null;
        if (when.day().isBefore(EPOCH)) note("date before 1970: taken as it is");
        return when;
    }

    /** Returns when the resource was true at the latest: when the record was made, else when it was last changed. */
    public @Nullable FhirDateTime recorded(DomainResource resource) {
        if (asOf != null && !isFuture(asOf)) return asOf;
        FhirDateTime changed = FhirDateTime.of(resource.getMeta().getLastUpdatedElement());
        return changed == null || isFuture(changed) ? null : changed;
    }

    private FhirDateTime recordedOrToday(DomainResource resource, ObjectNode details) {
        note("no date: dated by when the record was made, else by today, with datePrecision beside it");
        FhirDateTime recorded = recorded(resource);
        details.put("datePrecision", recorded == null ? ImportItem.DATE_OF_IMPORT : DATE_UNKNOWN);
        return recorded == null ? FhirDateTime.startOf(LocalDate.ofInstant(now, ZoneOffset.UTC), true) : recorded;
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

package polyclinic.notes.clinicaldata;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads clinical data, one by one and as trends, each read with its audit entry. */
@ApplicationScoped
class ClinicalDataQueries {
    private final ClinicalDataItems items;
    private final Audit audit;

    ClinicalDataQueries(ClinicalDataItems items, Audit audit) {
        this.items = items;
        this.audit = audit;
    }

    Uni<ClinicalDataView> read(UUID id, Caller caller) {
        return items.require(id, caller)
                .call(item -> audit.read("clinical_data", id, item.patientId()))
                .map(ClinicalDataView::of);
    }

    Uni<Page<ClinicalDataView>> list(ClinicalDataSearch search, Caller caller) {
        return items.list(search, caller)
                .call(() -> audit.searched("clinical_data", search.patientId()))
                .map(found -> Page.of(found, search.limit(), ClinicalDataView::of, ClinicalDataQueries::cursor));
    }

    /** A page may be shorter than its limit, because the database does not tell all data without a number apart. */
    Uni<Page<Trend.Point>> trend(Trend trend, Caller caller) {
        return items.numbers(trend, caller)
                .call(() -> audit.searched("clinical_data", trend.patientId()))
                .map(found -> Page.of(found, trend.limit(), trend::in, ClinicalDataQueries::cursor))
                .map(page -> new Page<>(
                        page.items().stream().filter(Objects::nonNull).toList(), page.next()));
    }

    private static String cursor(ClinicalData last) {
        return new PageKey(last.effectiveAt(), last.id()).encode();
    }
}

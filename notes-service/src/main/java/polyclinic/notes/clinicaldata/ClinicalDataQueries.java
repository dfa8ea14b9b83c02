package polyclinic.notes.clinicaldata;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.access.PatientScope;

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

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    Uni<Answer<ClinicalDataView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    Uni<Page<ClinicalDataView>> list(ClinicalDataSearch search, Caller caller) {
        return items.reach(search, caller).chain(reach -> Page.of(
                        items.list(search, reach), search.limit(), ClinicalDataView::of, ClinicalDataQueries::cursor)
                .call(page -> searched(search.patientId(), page, reach)));
    }

    /** A page may be shorter than its limit, because the database does not tell all data without a number apart. */
    Uni<Page<Trend.Point>> trend(Trend trend, Caller caller) {
        return items.reach(trend.search(), caller).chain(reach -> Page.of(
                        items.numbers(trend, reach), trend.limit(), trend::in, ClinicalDataQueries::cursor)
                .call(page -> searched(trend.patientId(), page, reach)));
    }

    private Uni<Void> searched(@Nullable UUID asked, Page<? extends PatientData> page, PatientScope.Reach reach) {
        return audit.searched(
                "clinical_data", asked, page.items(), () -> Uni.createFrom().item(reach.reachesPatient()));
    }

    private static String cursor(ClinicalData last) {
        return new PageKey(last.effectiveAt(), last.id()).encode();
    }
}

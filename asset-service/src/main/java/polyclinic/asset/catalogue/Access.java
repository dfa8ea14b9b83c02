package polyclinic.asset.catalogue;

import com.mongodb.client.model.Filters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.conversions.Bson;
import polyclinic.asset.kinds.Kind;
import polyclinic.asset.people.Care;
import polyclinic.commons.identity.Caller;

/** Turns grants into decisions and into query filters. */
@ApplicationScoped
class Access {
    private final Care care;

    Access(Care care) {
        this.care = care;
    }

    /** Whether the grants cover this kind of asset of this patient. */
    Uni<Boolean> permits(Grants grants, Caller caller, Kind kind, UUID patientId) {
        if (grants.include(kind, Grants.Reach.ALL)) return Uni.createFrom().item(true);
        if (patientId == null) return Uni.createFrom().item(false);
        if (grants.include(kind, Grants.Reach.OWN) && patientId.equals(caller.patientId()))
            return Uni.createFrom().item(true);
        if (grants.include(kind, Grants.Reach.CARE)) return care.includes(caller.subject(), patientId);
        return Uni.createFrom().item(false);
    }

    /**
     * What a list may show.
     *
     * @param patientId the patient asked for, or null for all
     */
    Uni<Bson> filter(Caller caller, UUID patientId) {
        Grants grants = Grants.toRead(caller);
        List<Bson> visible = new ArrayList<>();
        visible.add(Filters.in("kind", names(grants.kinds(Grants.Reach.ALL))));
        Set<Kind> own = grants.kinds(Grants.Reach.OWN);
        if (!own.isEmpty() && caller.patientId() != null)
            visible.add(Filters.and(
                    Filters.in("kind", names(own)),
                    Filters.eq("patientId", caller.patientId().toString())));
        Set<Kind> inCare = grants.kinds(Grants.Reach.CARE);
        if (inCare.isEmpty()) return Uni.createFrom().item(Filters.or(visible));
        return patients(caller, patientId).map(patients -> {
            visible.add(Filters.and(Filters.in("kind", names(inCare)), Filters.in("patientId", patients)));
            return Filters.or(visible);
        });
    }

    private Uni<Set<String>> patients(Caller doctor, UUID patientId) {
        if (patientId == null) return care.patientsOf(doctor.subject());
        return care.includes(doctor.subject(), patientId)
                .map(included -> included ? Set.of(patientId.toString()) : Set.<String>of());
    }

    private static List<String> names(Set<Kind> kinds) {
        return kinds.stream().map(Kind::name).toList();
    }
}

package polyclinic.asset.access;

import com.mongodb.client.model.Filters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;

/** Turns the policy into decisions and into conditions of queries. */
@ApplicationScoped
public class AssetAccess {
    private final CareRelationships care;

    AssetAccess(CareRelationships care) {
        this.care = care;
    }

    /** Whether the policy covers this kind of asset of this patient; without a patient only a reach to all does. */
    public Uni<Boolean> permits(AssetAccessPolicy policy, Caller caller, AssetKind kind, @Nullable UUID patientId) {
        if (policy.includes(kind, Reach.ALL)) return Uni.createFrom().item(true);
        if (patientId == null) return Uni.createFrom().item(false);
        if (policy.includes(kind, Reach.OWN) && patientId.equals(caller.patientId()))
            return Uni.createFrom().item(true);
        if (policy.includes(kind, Reach.CARE)) return care.includes(caller.subject(), patientId);
        return Uni.createFrom().item(false);
    }

    /** Whether the policy covers any kind of asset of the patient. */
    public Uni<Boolean> reaches(AssetAccessPolicy policy, Caller caller, UUID patientId) {
        boolean all = !policy.kinds(Reach.ALL).isEmpty();
        boolean own = !policy.kinds(Reach.OWN).isEmpty() && patientId.equals(caller.patientId());
        if (all || own || policy.kinds(Reach.CARE).isEmpty())
            return Uni.createFrom().item(all || own);
        return care.includes(caller.subject(), patientId);
    }

    /**
     * What a list may show.
     *
     * @param patientId the patient asked for, or null for all
     */
    public Uni<Bson> condition(Caller caller, @Nullable UUID patientId) {
        AssetAccessPolicy policy = AssetAccessPolicy.toRead(caller);
        List<Bson> visible = new ArrayList<>();
        visible.add(Filters.in("kind", names(policy.kinds(Reach.ALL))));
        UUID own = caller.patientId();
        Set<AssetKind> ownKinds = policy.kinds(Reach.OWN);
        if (!ownKinds.isEmpty() && own != null)
            visible.add(Filters.and(Filters.in("kind", names(ownKinds)), Filters.eq("patientId", own.toString())));
        Set<AssetKind> inCare = policy.kinds(Reach.CARE);
        if (inCare.isEmpty()) return Uni.createFrom().item(Filters.or(visible));
        return patients(caller, patientId).map(patients -> {
            visible.add(Filters.and(Filters.in("kind", names(inCare)), Filters.in("patientId", texts(patients))));
            return Filters.or(visible);
        });
    }

    /**
     * Whose things of a kind a list may show.
     *
     * @param patientId the patient asked for, or null for all
     */
    public Uni<Bson> patients(AssetAccessPolicy policy, AssetKind kind, Caller caller, @Nullable UUID patientId) {
        if (policy.includes(kind, Reach.ALL)) return Uni.createFrom().item(Filters.empty());
        Set<UUID> visible = new HashSet<>();
        UUID own = caller.patientId();
        if (own != null && policy.includes(kind, Reach.OWN)) visible.add(own);
        Uni<Set<UUID>> inCare = policy.includes(kind, Reach.CARE)
                ? patients(caller, patientId)
                : Uni.createFrom().item(Set.<UUID>of());
        return inCare.map(patients -> {
            visible.addAll(patients);
            return Filters.in("patientId", texts(visible));
        });
    }

    private Uni<Set<UUID>> patients(Caller doctor, @Nullable UUID patientId) {
        if (patientId == null) return care.patientsOf(doctor.subject());
        return care.includes(doctor.subject(), patientId)
                .map(included -> included ? Set.of(patientId) : Set.<UUID>of());
    }

    private static List<String> names(Set<AssetKind> kinds) {
        return kinds.stream().map(AssetKind::name).toList();
    }

    private static List<String> texts(Set<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }
}

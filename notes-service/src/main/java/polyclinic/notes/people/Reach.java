package polyclinic.notes.people;

import com.mongodb.client.model.Filters;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.conversions.Bson;

/** @param patients whose content a query may find; null for everybody's */
public record Reach(Set<UUID> patients) {
    static final Reach ALL = new Reach(null);
    static final Reach NONE = new Reach(Set.of());

    static Reach only(UUID patientId) {
        return new Reach(Set.of(patientId));
    }

    /** @param patientId null for no narrower */
    Reach narrowed(UUID patientId) {
        if (patientId == null) return this;
        return has(patientId) ? only(patientId) : NONE;
    }

    boolean has(UUID patientId) {
        return patients == null || patients.contains(patientId);
    }

    /** Conditions of the query: none for everybody's. */
    public List<Bson> conditions() {
        if (patients == null) return List.of();
        if (patients.size() == 1) {
            return List.of(Filters.eq("patientId", patients.iterator().next()));
        }
        return List.of(Filters.in("patientId", patients));
    }
}

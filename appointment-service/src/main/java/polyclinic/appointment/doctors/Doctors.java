package polyclinic.appointment.doctors;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Cursor;

/** Doctors are no secret: every role that may ask sees them all. */
@ApplicationScoped
public class Doctors implements PanacheRepositoryBase<Doctor, UUID> {

    public Uni<Doctor> require(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotFound("doctor"));
    }

    /** Those of the doctors that exist, by id. */
    public Uni<Map<UUID, DoctorCard>> cards(Collection<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(Map.of());
        return list("id in ?1", ids)
                .map(found -> found.stream().map(Doctor::card).collect(Collectors.toMap(DoctorCard::id, card -> card)));
    }

    /** The doctor whose account the caller uses. */
    Uni<Doctor> requireSelf(Caller caller) {
        return find("subject", caller.subject()).firstResult().onItem().ifNull().failWith(() -> new NotFound("doctor"));
    }

    /** A doctor acts for themselves only; 403 when the caller is another doctor. */
    public Uni<Doctor> requireActingAs(UUID id, Caller caller) {
        return require(id).invoke(doctor -> {
            if (caller.onlyDoctor() != null && !doctor.isCalled(caller.onlyDoctor())) throw new NotYourCalendar();
        });
    }

    /**
     * By family name, given name, id.
     *
     * @param q beginnings of given or family name, or null
     * @param after cursor of three parts, or null
     */
    Uni<List<Doctor>> list(String specialty, String q, List<String> after, int limit) {
        StringBuilder where = new StringBuilder("1 = 1");
        Map<String, Object> with = new HashMap<>();
        if (specialty != null) {
            where.append(" and lower(specialty) = :specialty");
            with.put("specialty", specialty.toLowerCase(Locale.ROOT));
        }
        if (q != null) {
            int number = 0;
            for (String word : words(q)) {
                String name = "word" + number++;
                where.append(" and (lower(givenName) like :%s escape '!' or lower(familyName) like :%s escape '!')"
                        .formatted(name, name));
                with.put(name, word + "%");
            }
        }
        if (after != null) {
            where.append(" and (familyName > :family or familyName = :family and (givenName > :given"
                    + " or givenName = :given and id > :id))");
            with.put("family", after.get(0));
            with.put("given", after.get(1));
            with.put("id", id(after.get(2)));
        }
        return find(where + " order by familyName, givenName, id", with)
                .range(0, limit)
                .list();
    }

    private static List<String> words(String q) {
        return Arrays.stream(q.toLowerCase(Locale.ROOT).strip().split("\\s+", 6))
                .limit(5)
                .filter(word -> !word.isEmpty())
                .map(word -> word.replaceAll("[!%_]", "!$0"))
                .toList();
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Cursor.invalid();
        }
    }
}

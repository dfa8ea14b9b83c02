package polyclinic.patient.search;

import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.Cursor;

/**
 * The criteria of a search for patients; null where a criterion is not given.
 *
 * @param q words of a name; they may be misspelt, abbreviated or in another order
 * @param phone E.164, with its extension where there is one: then that line alone, else every line of the number
 */
public record PatientSearch(
        @Nullable String q,
        @Nullable String uhid,
        @Nullable String phone,
        @Nullable String email,
        @Nullable IdentifierTokens identifiers,
        @Nullable LocalDate birthDate,
        @Nullable ExternalId externalId,
        @Nullable BigDecimal afterScore,
        @Nullable UUID afterId,
        int limit) {
    private static final int MAX_Q = 200;
    private static final Pattern SCORE = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,20})?");

    /**
     * The criteria as a client writes them, each with the meaning of the query parameter of that name.
     *
     * @param identifier {@code system|value}, {@code value}, {@code system|}, or several of them, as {@link IdentifierTokens} reads it
     * @param externalId {@code source|id} of the system that the patient's registration comes from
     * @param after the {@code next} of an earlier page
     */
    public record PatientCriteria(
            @Size(max = 200) @Nullable String q,
            @Size(max = 100) @Nullable String uhid,
            @Size(max = 50) @Nullable String phone,
            @Size(max = 320) @Nullable String email,
            @Size(max = 500) @Nullable String identifier,
            @Nullable LocalDate birthDate,
            @Size(max = 401) @Nullable String externalId,
            @Nullable Integer limit,
            @Size(max = 500) @Nullable String after) {}

    public static PatientSearch of(
            @Nullable String q,
            @Nullable String uhid,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String identifier,
            @Nullable LocalDate birthDate,
            @Nullable String externalId,
            @Nullable String after,
            int limit) {
        if (q != null && q.length() > MAX_Q) throw Problem.invalid("q", "must not be longer than 200 characters");
        IdentifierTokens identifiers = identifier == null ? null : IdentifierTokens.of(identifier);
        ExternalId external = ExternalId.of(externalId);
        List<String> cursor = Cursor.decode(after, 2);
        try {
            return new PatientSearch(
                    q == null || q.isBlank() ? null : q,
                    uhid,
                    phone,
                    email,
                    identifiers,
                    birthDate,
                    external,
                    cursor == null ? null : score(cursor.get(0)),
                    cursor == null ? null : UUID.fromString(cursor.get(1)),
                    limit);
        } catch (IllegalArgumentException e) {
            throw Cursor.invalid();
        }
    }

    /** The same search, with identifiers of these systems where it asks for those of any. */
    PatientSearch within(List<String> systems) {
        return new PatientSearch(
                q,
                uhid,
                phone,
                email,
                identifiers == null ? null : identifiers.within(systems),
                birthDate,
                externalId,
                afterScore,
                afterId,
                limit);
    }

    /**
     * Fails with 422 unless the search is for one person: by a whole number or address, or by a name with its birth date. Whoever
     * does not see how patients are reached does not leaf through all of them either.
     */
    public void requireOnePerson() {
        boolean numbered = identifiers != null && identifiers.isOfNumbers();
        boolean whole = uhid != null || phone != null || email != null || numbered || externalId != null;
        if (!whole && (q == null || birthDate == null))
            throw Problem.invalid(
                    "q", "your role searches by uhid, phone, email, identifier, or a name with its birthDate");
    }

    /** A cursor comes back from the client: a number that no page of ours ends with would be too much for the database. */
    private static BigDecimal score(String text) {
        if (!SCORE.matcher(text).matches()) throw Cursor.invalid();
        return new BigDecimal(text);
    }
}

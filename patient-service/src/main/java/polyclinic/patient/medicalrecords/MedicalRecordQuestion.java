package polyclinic.patient.medicalrecords;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Cursor;
import polyclinic.patient.content.NewestFirst;
import polyclinic.patient.fulltext.WordQuestion;

/**
 * What is asked of a patient's medical records; null where nothing is.
 *
 * @param words all of which must be there
 * @param from the first day
 * @param to the last day
 * @param data a fragment that the data contain
 * @param after where the page before ended, of a list without words
 * @param afterMatch where it ended, of a list with words
 */
record MedicalRecordQuestion(
        @Nullable WordQuestion words,
        @Nullable MedicalRecordKind kind,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable ObjectNode data,
        @Nullable NewestFirst after,
        @Nullable Match afterMatch,
        int limit) {
    /**
     * A record that was found, which goes by how well it fits.
     *
     * @param rank as the database writes it
     */
    record Match(String rank, UUID id) {
        private static final Pattern RANK = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,12})?(e-?[0-9]{1,2})?");

        private static @Nullable Match of(@Nullable String after) {
            List<String> parts = Cursor.decode(after, 2);
            if (parts == null) return null;
            try {
                // A list without words has cursors too.
                if (RANK.matcher(parts.get(0)).matches()) return new Match(parts.get(0), UUID.fromString(parts.get(1)));
            } catch (IllegalArgumentException e) {
                // answered below
            }
            throw Cursor.invalid();
        }

        String cursor() {
            return Cursor.encode(rank, id);
        }
    }

    static MedicalRecordQuestion of(
            @Nullable String q,
            @Nullable MedicalRecordKind kind,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String data,
            @Nullable String after,
            int limit) {
        if (from != null && to != null && to.isBefore(from)) throw Problem.invalid("to", "must not be before from");
        WordQuestion words = q == null || q.isBlank() ? null : WordQuestion.of(q);
        return new MedicalRecordQuestion(
                words,
                kind,
                from,
                to,
                RecordData.fragment("data", data),
                words == null ? NewestFirst.of(after) : null,
                words == null ? null : Match.of(after),
                limit);
    }
}

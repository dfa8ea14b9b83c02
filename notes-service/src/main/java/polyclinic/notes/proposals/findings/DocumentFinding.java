package polyclinic.notes.proposals.findings;

import org.jspecify.annotations.Nullable;

/**
 * What a line of a document says.
 *
 * @param page from 1
 * @param start of the line in the text of its page, in UTF-16 code units
 * @param end after its last
 * @param result null for a line of a prescription
 * @param medication null for a result
 * @param doubt null when the line is certain
 */
public record DocumentFinding(
        int page,
        int start,
        int end,
        @Nullable FoundResult result,
        @Nullable FoundMedication medication,
        @Nullable FindingDoubt doubt) {

    static DocumentFinding of(TextLine line, FoundResult result, @Nullable FindingDoubt doubt) {
        return new DocumentFinding(line.page(), line.start(), line.end(), result, null, doubt);
    }

    static DocumentFinding of(TextLine line, FoundMedication medication, @Nullable FindingDoubt doubt) {
        return new DocumentFinding(line.page(), line.start(), line.end(), null, medication, doubt);
    }
}

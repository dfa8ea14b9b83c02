package polyclinic.notes.proposals.summaries;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.ailogs.entries.AiSource;

/**
 * One thing that a summary says.
 *
 * @param date of which day, as the machine says, in ISO 8601, or null
 * @param citations the entries of the record that it rests on; those alone that were shown to the machine
 * @param unsupported whether it cites nothing that is in the record
 */
public record SummaryStatement(@Nullable String date, String text, List<AiSource> citations, boolean unsupported) {}

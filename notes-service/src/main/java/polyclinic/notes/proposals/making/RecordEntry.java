package polyclinic.notes.proposals.making;

import java.time.Instant;
import polyclinic.notes.ailogs.entries.AiSource;

/**
 * An entry of the record as a machine is shown it.
 *
 * @param label by which the machine cites it: it is short, and no id that the machine could have learned elsewhere
 * @param at when it happened
 */
record RecordEntry(String label, AiSource source, Instant at, String text) {}

package polyclinic.notes.proposals.making;

import polyclinic.notes.ailogs.entries.AiSource;

/**
 * An entry of the record, or a piece of a page of a document, as a machine is shown it.
 *
 * @param label by which the machine cites it: it is short, and no id that the machine could have learned elsewhere
 * @param at when it happened, as the machine is told
 */
record RecordEntry(String label, AiSource source, String at, String text) {}

/** What proposals say, and the ledger of those that were asked for. */
@NullMarked
package polyclinic.notes.proposals.summaries;

import org.jspecify.annotations.NullMarked;

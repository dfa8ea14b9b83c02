/** Summaries of records that a machine made, until a person accepts or rejects them. */
@NullMarked
package polyclinic.notes.proposals;

import org.jspecify.annotations.NullMarked;

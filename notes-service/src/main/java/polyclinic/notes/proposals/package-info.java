/** What machines made of records and rules found in documents, until a person accepts or rejects it. */
@NullMarked
package polyclinic.notes.proposals;

import org.jspecify.annotations.NullMarked;

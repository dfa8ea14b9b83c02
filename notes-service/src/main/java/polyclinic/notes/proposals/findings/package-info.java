/** What rules find in the text of a document: results of laboratories and prescriptions, line by line, with the place of each. */
@NullMarked
package polyclinic.notes.proposals.findings;

import org.jspecify.annotations.NullMarked;

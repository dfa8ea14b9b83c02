/** How a machine makes a summary, in the background. */
@NullMarked
package polyclinic.notes.proposals.making;

import org.jspecify.annotations.NullMarked;

/** Documents whose text has been taken out of them: what rules find in them is proposed without being asked for. */
@NullMarked
package polyclinic.notes.proposals.digitizing;

import org.jspecify.annotations.NullMarked;

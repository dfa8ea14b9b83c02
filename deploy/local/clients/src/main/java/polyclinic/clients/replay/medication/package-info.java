/** Readers of what was ordered, given or taken of medicines. */
@NullMarked
package polyclinic.clients.replay.medication;

import org.jspecify.annotations.NullMarked;

/** What this service keeps of others' events. */
@NullMarked
package polyclinic.notes.projections;

import org.jspecify.annotations.NullMarked;

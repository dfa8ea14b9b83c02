/** What notes-service publishes on {@code notes.events}. */
@NullMarked
package polyclinic.notes.events;

import org.jspecify.annotations.NullMarked;

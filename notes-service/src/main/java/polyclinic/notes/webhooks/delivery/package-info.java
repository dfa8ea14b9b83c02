/** Tells webhooks what has happened, to addresses in public networks alone. */
@NullMarked
package polyclinic.notes.webhooks.delivery;

import org.jspecify.annotations.NullMarked;

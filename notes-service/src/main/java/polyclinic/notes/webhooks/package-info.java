/** Webhooks: administrators register addresses that are told what has happened. */
@NullMarked
package polyclinic.notes.webhooks;

import org.jspecify.annotations.NullMarked;

/** Whether the channels by which messages come are still open. */
@NullMarked
package polyclinic.commons.messaging.channels;

import org.jspecify.annotations.NullMarked;

/** What operators have decided about dead letters, and its effect: a message that is handled again, or one that is let go. */
@NullMarked
package polyclinic.commons.messaging.decisions;

import org.jspecify.annotations.NullMarked;

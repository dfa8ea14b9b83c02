/** {@code ./polyclinic dead-letters}: the messages that services have set aside, and what becomes of them. */
@NullMarked
package polyclinic.clients.deadletters;

import org.jspecify.annotations.NullMarked;

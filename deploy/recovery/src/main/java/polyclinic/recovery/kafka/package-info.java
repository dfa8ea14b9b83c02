/** Kafka: whether everything that was sent has been handled, and the dead letters, which are nowhere else. */
@NullMarked
package polyclinic.recovery.kafka;

import org.jspecify.annotations.NullMarked;

/** Messages of an outbox that Kafka takes at no time, whatever the installation is like. */
@NullMarked
package polyclinic.commons.messaging.unsent;

import org.jspecify.annotations.NullMarked;

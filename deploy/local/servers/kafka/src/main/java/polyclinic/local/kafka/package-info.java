/** One Kafka broker with its topics, as a program of its own. */
@NullMarked
package polyclinic.local.kafka;

import org.jspecify.annotations.NullMarked;

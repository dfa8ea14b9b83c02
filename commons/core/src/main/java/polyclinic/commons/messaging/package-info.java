/** CloudEvents over Kafka: envelopes, the relay's loop, the consumer of polls, dead letters. */
@NullMarked
package polyclinic.commons.messaging;

import org.jspecify.annotations.NullMarked;

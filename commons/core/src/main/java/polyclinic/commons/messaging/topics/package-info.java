/** Whether Kafka keeps what is entrusted to its topics. */
@NullMarked
package polyclinic.commons.messaging.topics;

import org.jspecify.annotations.NullMarked;

package polyclinic.audit.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import polyclinic.audit.chain.Recorded;

/** An entry as it arrived: well formed, with the message it came in. */
record Arrival(Recorded entry, ConsumerRecord<String, String> message) {
    int chain() {
        return message.partition();
    }

    long offset() {
        return message.offset();
    }
}

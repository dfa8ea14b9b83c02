package polyclinic.audit.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import polyclinic.audit.chain.AuditRecord;

/** A record as it was received: well formed, with the message it came in. */
record ReceivedRecord(AuditRecord record, ConsumerRecord<String, String> message) {
    String id() {
        return record.id();
    }

    int chain() {
        return message.partition();
    }

    long offset() {
        return message.offset();
    }
}

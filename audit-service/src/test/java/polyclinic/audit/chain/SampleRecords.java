package polyclinic.audit.chain;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.signing.ProducerSamples;
import polyclinic.commons.signatures.SignatureKey;

/** Records and chains for tests. */
public final class SampleRecords {
    private SampleRecords() {}

    public static AuditRecord record(int number) {
        return new AuditRecord(
                new UUID(0x0190_0000_0000_7000L, number).toString(),
                String.format("2026-03-01T10:%02d:%02d.000001Z", number / 60 % 60, number % 60),
                new AuditRecord.Actor("0f1a", "doctor", List.of("doctor")),
                "read",
                "patient",
                "e" + number,
                null,
                "01900000-0000-7000-8000-00000000000a",
                null,
                null,
                "success",
                null,
                List.of(),
                new AuditRecord.Source("patient-service", "127.0.0.1", "test/1.0"),
                null,
                null);
    }

    /** A record of a service with the signature of one, the same or another. */
    public static AuditRecord signed(int number, String service, String signer) {
        AuditRecord record = with(
                with(record(number), "id", UUID.randomUUID().toString()),
                "source",
                new AuditRecord.Source(service, null, null));
        SignatureKey key = ProducerSamples.key(signer);
        byte[] signature = key.sign(CanonicalForm.signedText(record).getBytes(StandardCharsets.UTF_8));
        return with(
                record,
                "signature",
                new AuditRecord.Signature(
                        key.publicKey().id(), Base64.getEncoder().encodeToString(signature)));
    }

    /** The same record but for one component. */
    public static AuditRecord with(AuditRecord record, String component, @Nullable Object value) {
        RecordComponent[] components = AuditRecord.class.getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++)
                values[i] = components[i].getName().equals(component)
                        ? value
                        : components[i].getAccessor().invoke(record);
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
            Constructor<AuditRecord> constructor = AuditRecord.class.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Entries 1 … count of a chain. */
    static List<ChainEntry> chain(int chain, int count) {
        List<ChainEntry> entries = new ArrayList<>();
        ChainHead head = ChainHead.start(chain);
        for (int i = 1; i <= count; i++) {
            ChainEntry entry = ChainEntry.after(head, i - 1, record(i));
            entries.add(entry);
            head = entry.head();
        }
        return entries;
    }
}

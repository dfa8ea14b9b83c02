package polyclinic.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static polyclinic.audit.ingest.EntrySamples.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.audit.chain.CanonicalForm;
import polyclinic.audit.signing.ProducerSamples;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.json.CanonicalJson;
import polyclinic.commons.json.Json;

/** What a service signs is what audit-service keeps, for every member of an entry, those too that are still to come. */
class SignedTextTest {
    @Test
    void the_text_that_is_kept_of_a_whole_entry_is_the_one_that_was_signed() throws Exception {
        ObjectNode signed = signed(filled(AuditEntry.class));

        assertThat(CanonicalForm.signedText(AuditRecordReader.read(signed.toString())))
                .isEqualTo(CanonicalJson.text(withoutSignature(signed)));
    }

    @Test
    void the_text_that_is_kept_of_a_bare_entry_is_the_one_that_was_signed() throws Exception {
        ObjectNode signed = signed(entry().withReason("caf\u00e9 \u20ac \ud83d\ude00 \"quoted\"\n\u0001"));

        assertThat(CanonicalForm.signedText(AuditRecordReader.read(signed.toString())))
                .isEqualTo(CanonicalJson.text(withoutSignature(signed)));
    }

    @TestFactory
    Stream<DynamicTest> each_member_is_covered_by_the_signature() throws Exception {
        ObjectNode signed = signed(filled(AuditEntry.class));
        String text = CanonicalForm.signedText(AuditRecordReader.read(signed.toString()));
        return Arrays.stream(AuditEntry.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> dynamicTest(name, () -> assertThat(text)
                        .contains("\"" + name + "\":")
                        .contains(CanonicalJson.text(signed.path(name)))));
    }

    private static ObjectNode signed(AuditEntry entry) throws Exception {
        return (ObjectNode) Json.MAPPER.readTree(ProducerSamples.signed(entry, ProducerSamples.key("patient-service")));
    }

    private static JsonNode withoutSignature(ObjectNode signed) {
        return signed.deepCopy().without("signature");
    }

    /** A record none of whose members is null or empty. */
    private static <T> T filled(Class<T> type) throws ReflectiveOperationException {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents())
            values.add(component.getName().equals("outcome") ? "denied" : value(component.getGenericType()));
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class[]::new);
        return type.getDeclaredConstructor(types).newInstance(values.toArray());
    }

    private static Object value(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class)
            return List.of(value(generic.getActualTypeArguments()[0]), value(generic.getActualTypeArguments()[0]));
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class)
            return Map.of("b", value(generic.getActualTypeArguments()[1]));
        if (type == String.class) return "text \u00fc " + UUID.randomUUID();
        if (type == UUID.class) return UUID.randomUUID();
        if (type == Instant.class) return Instant.parse("2026-03-01T10:00:00.120Z");
        if (type instanceof Class<?> record && record.isRecord()) return filled(record);
        throw new IllegalArgumentException("no sample for " + type);
    }
}

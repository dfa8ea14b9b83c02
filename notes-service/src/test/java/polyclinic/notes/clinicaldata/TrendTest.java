package polyclinic.notes.clinicaldata;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocumentReader;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.store.EntityCodecProvider;

class TrendTest {
    private static final CodecRegistry CODECS = CodecRegistries.withUuidRepresentation(
            CodecRegistries.fromRegistries(
                    CodecRegistries.fromProviders(new EntityCodecProvider()),
                    MongoClientSettings.getDefaultCodecRegistry()),
            UuidRepresentation.STANDARD);

    @Test
    void a_number_is_found_along_its_path() {
        ClinicalData item = item(new Document("bloodPressure", new Document("systolic", 121)));

        Trend.Point point = requireNonNull(trend("bloodPressure.systolic").in(item));

        assertThat(point.value()).isEqualByComparingTo("121");
        assertThat(point.unit()).isNull();
        assertThat(point.clinicalDataId()).isEqualTo(item.id());
    }

    @Test
    void a_quantity_brings_its_unit() {
        Document quantity = new Document("value", Decimal128.parse("5.25")).append("unit", "mmol/L");

        Trend.Point point = requireNonNull(trend("glucose").in(item(new Document("glucose", quantity))));

        assertThat(point.value()).isEqualByComparingTo("5.25");
        assertThat(point.unit()).isEqualTo("mmol/L");
    }

    @Test
    void what_is_no_number_is_no_point() {
        assertThat(trend("a").in(item(new Document("a", "121")))).isNull();
        assertThat(trend("a.b").in(item(new Document("a", List.of(new Document("b", 1))))))
                .isNull();
        assertThat(trend("a.b.c").in(item(new Document("a", 1)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'value':0,'dataAbsentReason':'error'}}",
                "{'a':0,'dataAbsentReason':{'coding':[{'code':'not-performed'}]}}",
                "{'a':{'value':0},'absent':{'text':'unknown'}}",
                "{'a':{'value':0.01,'comparator':['<']}}",
                "{'a':{'value':0.01,'comparator':'about'}}",
                "{'a':{'value':0.01,'comparator':true}}",
                "{'a':{'value':5,'modifierExtension':[{'url':'urn:x'}]}}",
                "{'a':{'value':'<0.01'}}",
                "{'a':{'dataAbsentReason':'unknown'}}",
                "{'a':null}"
            })
    void what_must_not_be_taken_for_a_number_is_no_point(String data) {
        assertThat(trend("a").in(item(Document.parse(data)))).isNull();
        assertThat(trend("a.value").in(item(Document.parse(data)))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | {'a':{'value':0.01,'comparator':'<','unit':'mIU/L'}}",
                "a.value | {'a':{'value':0.01,'comparator':'<','unit':'mIU/L'}}",
                "value | {'value':0.01,'comparator':'<','unit':'mIU/L'}",
                "value | {'value':{'value':0.01,'comparator':'<','unit':'mIU/L'}}",
                "value.value | {'value':{'value':0.01,'comparator':'<','unit':'mIU/L'}}",
                "a | {'a':{'value':0.01,'comparator':'<','system':'http://unitsofmeasure.org','code':'mIU/L'}}"
            })
    void a_comparator_and_a_unit_come_along_from_wherever_the_path_ends(String path, String data) {
        Trend.Point point = requireNonNull(trend(path).in(item(Document.parse(data))));

        assertThat(point.comparator()).isEqualTo("<");
        assertThat(point.unit()).isEqualTo("mIU/L");
    }

    @Test
    void the_code_of_a_test_is_no_unit() {
        Trend.Point point = requireNonNull(
                trend("a").in(item(Document.parse("{'a':{'value':1,'code':'2823-3','system':'http://loinc.org'}}"))));

        assertThat(point.unit()).isNull();
        assertThat(point.code()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", "a..b", "$where", "a.$ne", "a b", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q"})
    void a_path_is_keys_and_dots_only(String path) {
        assertThatThrownBy(() -> trend(path)).isInstanceOf(Problem.class);
    }

    private static Trend trend(String path) {
        TimeRange always = new TimeRange(null, null);
        return Trend.of(new ClinicalDataSearch(UUID.randomUUID(), "vital_signs", always, false, null, 50), path, null);
    }

    /** Data as the store has them. */
    private static ClinicalData item(Document data) {
        Document stored = new Document("_id", UUID.randomUUID())
                .append("effectiveAt", Instant.parse("2026-03-02T12:00:00Z"))
                .append("data", data);
        return CODECS.get(ClinicalData.class)
                .decode(
                        new BsonDocumentReader(stored.toBsonDocument(Document.class, CODECS)),
                        DecoderContext.builder().build());
    }
}

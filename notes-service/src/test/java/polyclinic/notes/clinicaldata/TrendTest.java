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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.clinicaldata.measurands.Measurand;
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
                "{'a':0.01,'comparator':'about'}",
                "{'a':0.01,'modifierExtension':[{'url':'urn:x'}]}",
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
                "tsh | {'tsh':0.01,'comparator':'<','unit':'mIU/L','method':'immunoassay','ft4':{'value':1.2}}",
                "thyroid.tsh | {'thyroid':{'tsh':0.01,'comparator':'<','unit':'mIU/L'},'weight':70}",
                "value | {'value':0.01,'low':0.4,'high':4,'comparator':'<','unit':'mIU/L'}",
                "a | {'a':{'value':0.01,'comparator':'<','system':'http://unitsofmeasure.org','code':'mIU/L'}}"
            })
    void a_comparator_and_a_unit_come_along_from_wherever_the_path_ends(String path, String data) {
        Trend.Point point = requireNonNull(trend(path).in(item(Document.parse(data))));

        assertThat(point.comparator()).isEqualTo("<");
        assertThat(point.unit()).isEqualTo("mIU/L");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tsh':0.01,'ft4':1.2,'comparator':'<'}",
                "{'tsh':0.01,'ft4':1.2,'comparator':'<','unit':'mIU/L'}",
                "{'tsh':0.01,'ft4':1.2,'modifierExtension':[{'url':'urn:x'}]}"
            })
    void a_comparator_that_may_be_that_of_another_number_leaves_out_all_of_them(String data) {
        assertThat(trend("tsh").in(item(Document.parse(data)))).isNull();
        assertThat(trend("ft4").in(item(Document.parse(data)))).isNull();
    }

    @Test
    void a_unit_beside_several_numbers_is_told_of_none() {
        ClinicalData item = item(Document.parse("{'systolic':121,'pulse':70,'unit':'mmHg'}"));

        assertThat(requireNonNull(trend("systolic").in(item)).unit()).isNull();
        assertThat(trend("systolic", null, "mmHg").in(item)).isNull();
    }

    @Test
    void what_stands_beside_a_value_is_said_of_it_and_not_of_its_bounds() {
        ClinicalData item = item(Document.parse("{'value':0.01,'low':0.4,'comparator':'<','unit':'mIU/L'}"));

        Trend.Point low = requireNonNull(trend("low").in(item));

        assertThat(low.value()).isEqualByComparingTo("0.4");
        assertThat(low.comparator()).isNull();
        assertThat(low.unit()).isNull();
    }

    @Test
    void the_code_of_a_test_is_no_unit() {
        Trend.Point point = requireNonNull(
                trend("a").in(item(Document.parse("{'a':{'value':1,'code':'2823-3','system':'http://loinc.org'}}"))));

        assertThat(point.unit()).isNull();
        assertThat(point.code()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value | {'name':'TSH','code':'3016-3','value':0.01}",
                "value | {'name':'TSH','code':'3016-3','value':{'value':0.01,'unit':'mIU/L'}}",
                "results.a | {'results':{'a':{'name':'TSH','code':'3016-3','value':0.01}},'name':'Thyroid'}",
                "results.a.value | {'results':{'a':{'name':'TSH','code':'3016-3','value':0.01}},'name':'Thyroid'}",
                "value | {'name':'TSH','code':{'coding':[{'code':'3016-3'}]},"
                        + "'value':{'value':0.01,'system':'http://unitsofmeasure.org','code':'mIU/L'}}"
            })
    void a_point_says_what_it_measured_and_is_found_by_it(String path, String data) {
        ClinicalData item = item(Document.parse(data));

        Measurand measured = requireNonNull(requireNonNull(trend(path).in(item)).measured());

        assertThat(measured.code()).isEqualTo("3016-3");
        assertThat(measured.name()).isEqualTo("TSH");
        assertThat(trend(path, "3016-3", null).in(item)).isNotNull();
        assertThat(trend(path, "TSH", null).in(item)).isNotNull();
        assertThat(trend(path, "2823-3", null).in(item)).isNull();
        assertThat(trend(path, "Thyroid", null).in(item)).isNull();
    }

    @Test
    void what_names_nothing_is_in_no_trend_of_something() {
        ClinicalData item = item(new Document("tsh", 0.01));

        assertThat(requireNonNull(trend("tsh").in(item)).measured()).isNull();
        assertThat(trend("tsh", "tsh", null).in(item)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", "a..b", "$where", "a.$ne", "a b", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q"})
    void a_path_is_keys_and_dots_only(String path) {
        assertThatThrownBy(() -> trend(path)).isInstanceOf(Problem.class);
    }

    private static Trend trend(String path) {
        return trend(path, null, null);
    }

    private static Trend trend(String path, @Nullable String code, @Nullable String unit) {
        TimeRange always = new TimeRange(null, null);
        return Trend.of(
                new ClinicalDataSearch(UUID.randomUUID(), "vital_signs", always, false, null, 50), path, code, unit);
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

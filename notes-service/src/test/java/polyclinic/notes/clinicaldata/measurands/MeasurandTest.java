package polyclinic.notes.clinicaldata.measurands;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'code':'2823-3','name':'Potassium','value':4.1,'unit':'mmol/L'} | 2823-3 | Potassium",
                "{'code':'2823-3','system':'http://loinc.org'} | 2823-3 |",
                "{'name':'Potassium','code':'mmol/L','unit':'mmol/L'} | | Potassium",
                "{'name':'Potassium','code':'mmol/L','system':'http://unitsofmeasure.org'} | | Potassium",
                "{'name':'Potassium','code':{'text':'K','coding':[{'code':'2823-3','display':'K serum'}]}} | 2823-3 | Potassium",
                "{'code':{'text':'K','coding':[{'code':'2823-3','display':'K serum'}]}} | 2823-3 | K",
                "{'code':{'coding':[{'code':'2823-3','display':'K serum'},{'code':'K'}]}} | 2823-3 | K serum",
                "{'code':{'code':'2823-3','display':'K serum'}} | 2823-3 | K serum",
                "{'code':{'coding':['2823-3',{'code':7}],'text':'K'}} | | K",
                "{'code':{'text':'K'},'name':' '} | | K"
            })
    void a_code_and_a_name_are_read_as_laboratory_and_import_write_them(
            String data, @Nullable String code, @Nullable String name) {
        Measurand measured = requireNonNull(Measurand.of(List.of(Document.parse(data))));

        assertThat(measured.code()).isEqualTo(code);
        assertThat(measured.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tsh':0.01}",
                "{'value':4.1,'unit':'mmol/L','code':'mmol/L'}",
                "{'value':4.1,'system':'http://unitsofmeasure.org','code':'mmol/L'}",
                "{'name':7,'code':7}",
                "{'name':'','code':[{'code':'2823-3'}]}",
                "{'code':{'coding':[]}}"
            })
    void what_names_nothing_measured_nothing_that_is_known(String data) {
        assertThat(Measurand.of(List.of(Document.parse(data)))).isNull();
    }

    @Test
    void every_code_and_name_is_a_word_for_it() {
        Document data = Document.parse(
                "{'name':'TSH','code':{'text':'Thyrotropin','coding':[{'code':'3016-3','display':'TSH serum'},{'code':'L-17'}]}}");

        assertThat(requireNonNull(Measurand.of(List.of(data))).words())
                .containsExactly("3016-3", "L-17", "TSH", "Thyrotropin", "TSH serum");
    }

    @Test
    void the_nearest_object_that_says_something_tells() {
        List<Document> outwards = List.of(
                new Document("value", 13.5), new Document("name", "Haemoglobin"), new Document("name", "Blood count"));

        assertThat(requireNonNull(Measurand.of(outwards)).name()).isEqualTo("Haemoglobin");
    }
}

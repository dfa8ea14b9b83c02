package polyclinic.prescription.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

class ImportFileTest {
    private static final ImportTarget TARGET = new ImportTarget() {
        @Override
        public String kind() {
            return "things";
        }

        @Override
        public ObjectNode fields(Map<String, String> row) {
            ObjectNode fields = Json.MAPPER.createObjectNode();
            row.forEach(fields::put);
            return fields;
        }

        @Override
        public Run begin(UUID importId) {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void each_line_has_a_number_of_its_own_with_values_of_several_lines_and_without_an_end() {
        ImportFile file = csv("\ufeffname,form\n\"a\nb\",x\n\nc,\nd,y");

        assertThat(file.next(10))
                .extracting(ImportLine::number)
                .doesNotHaveDuplicates()
                .isSorted()
                .hasSize(3);
    }

    @Test
    void portions_go_on_where_the_last_one_ended_and_empty_cells_are_left_out() {
        ImportFile file = csv("name,form\na,\nb,x\nc,y\n");

        assertThat(file.next(2))
                .extracting(line -> String.valueOf(line.fields()))
                .containsExactly("{\"name\":\"a\"}", "{\"name\":\"b\",\"form\":\"x\"}");
        assertThat(file.next(2)).hasSize(1);
        assertThat(file.next(2)).isEmpty();
    }

    @Test
    void a_quote_that_never_ends_is_no_file() {
        ImportFile file = csv("name\n\"a\nb");

        assertThatThrownBy(() -> file.next(2))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.slug()).isEqualTo("malformed-csv"));
    }

    @Test
    void a_line_without_end_is_never_held() {
        ImportFile quoted = csv("name\n\"" + "a".repeat(4 * ImportText.MAX_LINE));
        ImportFile tooLong = ImportFile.of(
                new ByteArrayInputStream(("{\"name\":\"" + "a".repeat(4 * ImportText.MAX_LINE) + "\"}\n{}")
                        .getBytes(StandardCharsets.UTF_8)),
                ImportFile.NDJSON,
                TARGET);

        assertThatThrownBy(() -> quoted.next(2)).isInstanceOf(Problem.class);
        assertThat(tooLong.next(3)).extracting(ImportLine::error).containsExactly("line-too-long", null);
    }

    private static ImportFile csv(String text) {
        return ImportFile.csv(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), TARGET);
    }
}

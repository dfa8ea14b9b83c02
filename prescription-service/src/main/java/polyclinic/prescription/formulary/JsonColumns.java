package polyclinic.prescription.formulary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/** Lists of a medicine that are JSON arrays in the database. */
final class JsonColumns {
    private JsonColumns() {}

    @Converter
    static final class Codes implements AttributeConverter<List<MedicationCode>, String> {
        private static final TypeReference<List<MedicationCode>> TYPE = new TypeReference<>() {};

        @Override
        public String convertToDatabaseColumn(@Nullable List<MedicationCode> codes) {
            return Json.write(codes == null ? List.of() : codes);
        }

        @Override
        public List<MedicationCode> convertToEntityAttribute(@Nullable String json) {
            return read(json, TYPE);
        }
    }

    @Converter
    static final class Names implements AttributeConverter<List<String>, String> {
        private static final TypeReference<List<String>> TYPE = new TypeReference<>() {};

        @Override
        public String convertToDatabaseColumn(@Nullable List<String> names) {
            return Json.write(names == null ? List.of() : names);
        }

        @Override
        public List<String> convertToEntityAttribute(@Nullable String json) {
            return read(json, TYPE);
        }
    }

    private static <T> List<T> read(@Nullable String json, TypeReference<List<T>> type) {
        try {
            return json == null ? List.of() : Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

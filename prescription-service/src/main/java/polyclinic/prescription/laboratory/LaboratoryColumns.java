package polyclinic.prescription.laboratory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/** Lists as JSON text in one column: no query looks inside them. */
abstract class LaboratoryColumns<T> implements AttributeConverter<List<T>, String> {
    private final JavaType type;

    LaboratoryColumns(Class<T> element) {
        this.type = Json.MAPPER.getTypeFactory().constructCollectionType(List.class, element);
    }

    @Override
    public String convertToDatabaseColumn(@Nullable List<T> list) {
        return Json.write(list == null ? List.of() : list);
    }

    @Override
    public List<T> convertToEntityAttribute(@Nullable String json) {
        try {
            return json == null ? List.of() : Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Converter
    static final class Tests extends LaboratoryColumns<LabTest> {
        Tests() {
            super(LabTest.class);
        }
    }

    @Converter
    static final class Specimens extends LaboratoryColumns<LabSpecimen> {
        Specimens() {
            super(LabSpecimen.class);
        }
    }

    @Converter
    static final class Results extends LaboratoryColumns<LabResult> {
        Results() {
            super(LabResult.class);
        }
    }
}

package polyclinic.prescription.safety;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/** The checks of a prescription as JSON text in one column: no query looks inside it. */
@Converter
public class ChecksColumn implements AttributeConverter<List<Check>, String> {
    private static final TypeReference<List<Check>> CHECKS = new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(@Nullable List<Check> checks) {
        return Json.write(checks == null ? List.of() : checks);
    }

    @Override
    public List<Check> convertToEntityAttribute(@Nullable String json) {
        try {
            return json == null ? List.of() : Json.MAPPER.readValue(json, CHECKS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

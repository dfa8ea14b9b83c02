package polyclinic.commons.postgres.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.persistence.AttributeConverter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.provenance.Provenance;

/**
 * Keeps a {@link Provenance} as JSON text in the column {@code provenance}. The table computes {@code provenance_source} and
 * {@code provenance_external_id} from it, by which it lets one record of them be and finds it.
 */
public final class ProvenanceColumn implements AttributeConverter<Provenance, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Provenance provenance) {
        return write(provenance);
    }

    @Override
    public @Nullable Provenance convertToEntityAttribute(@Nullable String json) {
        return read(json);
    }

    /** The column's text, for statements without an entity. */
    public static @Nullable String write(@Nullable Provenance provenance) {
        return provenance == null ? null : Json.write(provenance);
    }

    public static @Nullable Provenance read(@Nullable String json) {
        try {
            return json == null ? null : Json.MAPPER.readValue(json, Provenance.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

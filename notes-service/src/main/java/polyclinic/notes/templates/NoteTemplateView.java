package polyclinic.notes.templates;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.events.NoteType;

/**
 * A template as clients see it.
 *
 * @param prefilled members of the content whose texts a note takes over
 * @param retiredAt since when no note is begun from it, or null
 */
record NoteTemplateView(
        UUID id,
        String name,
        NoteType type,
        @Nullable String specialty,
        JsonNode content,
        List<String> prefilled,
        boolean shared,
        Author author,
        @JsonIgnore long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant retiredAt) {

    static NoteTemplateView of(NoteTemplate template) {
        return new NoteTemplateView(
                template.id(),
                template.name(),
                template.type(),
                template.specialty(),
                ContentRules.toJson(template.content()),
                template.prefilled(),
                template.isShared(),
                template.author(),
                template.version(),
                template.createdAt(),
                template.updatedAt(),
                template.retiredAt());
    }
}

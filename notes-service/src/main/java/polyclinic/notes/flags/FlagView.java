package polyclinic.notes.flags;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.content.Author;
import polyclinic.notes.flags.rules.FlagType;

/**
 * A flag as administrators see it.
 *
 * @param expired whether its last day is over, so that somebody takes it out
 */
record FlagView(
        String name,
        FlagType type,
        boolean enabled,

        @Schema(description = "a boolean, a number or a text; its type is the flag's") @Nullable
        Object value,

        List<FlagDefinition.Rule> rules,
        String description,
        @Nullable LocalDate expiresOn,
        boolean expired,
        Author changedBy,
        Instant changedAt,
        @JsonIgnore long version) {
    static FlagView of(Flag flag, LocalDate today) {
        return new FlagView(
                flag.name(),
                flag.type(),
                flag.isEnabled(),
                flag.value(),
                flag.rules().stream()
                        .map(rule -> FlagDefinition.Rule.of(rule, flag.type()))
                        .toList(),
                flag.description(),
                flag.expiresOn(),
                flag.isExpired(today),
                flag.changedBy(),
                flag.changedAt(),
                flag.version());
    }
}

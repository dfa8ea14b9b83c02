package polyclinic.notes.content;

import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** @param replacedBy the record of the same kind and patient that is right, if there is one */
public record MarkEnteredInError(
        @NotBlank @Size(max = 1000) String reason, @Nullable UUID replacedBy) {
    /** The mark that a record is to have. */
    public EnteredInError mark(Author by, Instant now) {
        return new EnteredInError(reason, replacedBy, by, now.truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Fails with {@link UnknownReplacement} when what is to be right is the marked record itself or nothing that the patient has.
     *
     * @param marked the record that is wrong
     * @param holds whether the patient has a valid record of the kind
     */
    public Uni<Void> requireReplacement(UUID marked, Function<UUID, Uni<Boolean>> holds) {
        if (replacedBy == null) return Uni.createFrom().voidItem();
        if (replacedBy.equals(marked)) return Uni.createFrom().failure(new UnknownReplacement());
        return holds.apply(replacedBy).map(held -> {
            if (!held) throw new UnknownReplacement();
            return null;
        });
    }
}

package polyclinic.notes.flags.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.features.FlagAudience;

/**
 * Gives a value to those whom it names, see {@link FlagAudience}.
 *
 * @param value see {@link FlagType#text}
 */
public record FlagRule(
        @Nullable List<String> roles,
        @Nullable List<String> subjects,
        @Nullable Integer share,
        String value) {
    /** Whether the rule names this caller. */
    public boolean names(String flag, String subject, Set<String> callersRoles) {
        return audience().includes(flag, subject, callersRoles);
    }

    /** Whom it names. */
    public FlagAudience audience() {
        return new FlagAudience(roles, subjects, share);
    }
}

package polyclinic.notes.flags.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a value to those whom it names. Each condition that it has must hold: one of the roles, one of the subjects, the share.
 *
 * @param roles one of which the caller has; null for any
 * @param subjects one of which the caller is; null for any
 * @param share hundredths of a percent of the callers, see {@link CallerShare}; null for all
 * @param value see {@link FlagType#text}
 */
public record FlagRule(
        @Nullable List<String> roles,
        @Nullable List<String> subjects,
        @Nullable Integer share,
        String value) {
    /** Whether the rule names this caller. */
    public boolean names(String flag, String subject, Set<String> callersRoles) {
        return (roles == null || roles.stream().anyMatch(callersRoles::contains))
                && (subjects == null || subjects.contains(subject))
                && (share == null || CallerShare.place(flag, subject) < share);
    }
}

package polyclinic.commons.features;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a rule of a flag names. Each condition that it has must hold: one of the roles, one of the subjects, the share.
 *
 * @param roles one of which the caller has; null for any
 * @param subjects one of which the caller is; null for any
 * @param share hundredths of a percent of the callers, the same ones everywhere and always; null for all
 */
public record FlagAudience(
        @Nullable List<String> roles,
        @Nullable List<String> subjects,
        @Nullable Integer share) {
    /** @param flag its name, by which the share is drawn */
    public boolean includes(String flag, String subject, Set<String> callersRoles) {
        return (roles == null || roles.stream().anyMatch(callersRoles::contains))
                && (subjects == null || subjects.contains(subject))
                && (share == null || CallerShare.place(flag, subject) < share);
    }
}

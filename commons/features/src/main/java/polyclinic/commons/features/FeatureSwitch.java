package polyclinic.commons.features;

import java.util.List;
import java.util.Set;

/**
 * What a flag says of one feature.
 *
 * @param on for whom no rule names
 * @param rules the first that names a caller decides
 */
public record FeatureSwitch(boolean on, List<Rule> rules) {
    /** Whether the feature is on for those whom it names. */
    public record Rule(FlagAudience audience, boolean on) {}

    boolean isOn(String flag, String subject, Set<String> roles) {
        for (Rule rule : rules) if (rule.audience().includes(flag, subject, roles)) return rule.on();
        return on;
    }
}

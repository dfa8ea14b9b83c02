package polyclinic.notes.flags;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.features.FeatureSwitch;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.content.Author;
import polyclinic.notes.flags.rules.FlagRule;
import polyclinic.notes.flags.rules.FlagType;

/**
 * One flag. A deleted one stays, without a say: its version goes on, so that whoever read it before cannot change what somebody
 * else has made of the name since, and its entries of the trail leave with it.
 */
@MongoEntity(collection = Flags.COLLECTION)
class Flag extends OutboxDocument {
    @BsonId
    private String name;

    private long version;
    private boolean deleted;
    private boolean enabled;
    private FlagType type;
    private @Nullable String value;
    private List<FlagRule> rules = new ArrayList<>();
    private String description;
    /** An ISO date, the last day in the clinic's zone on which the flag has its say. */
    private @Nullable String expiresOn;

    private Author changedBy;
    private Instant changedAt;

    @SuppressWarnings("NullAway.Init")
    private Flag() {}

    /** @param before what has the name, deleted or not, or null */
    static Flag of(
            String name, @Nullable Flag before, FlagDefinition definition, LocalDate today, Author by, Instant now) {
        Flag flag = new Flag();
        flag.name = name;
        flag.version = before == null ? 1 : before.version + 1;
        flag.enabled = definition.enabled();
        flag.type = definition.type();
        if (before != null && !before.deleted && before.type != flag.type) throw new FlagTypeFixed();
        flag.value = definition.valueText();
        flag.rules = definition.storedRules();
        flag.description = definition.description();
        LocalDate last = definition.expiresOn();
        flag.expiresOn = last == null ? null : last.toString();
        boolean same = before != null && Objects.equals(flag.expiresOn, before.expiresOn);
        if (last != null && !same && last.isBefore(today))
            throw Problem.invalid("expiresOn", "must not be in the past");
        flag.changedBy = by;
        flag.changedAt = now;
        return flag;
    }

    /** The same, deleted. */
    Flag delete(Author by, Instant now) {
        Flag flag = new Flag();
        flag.name = name;
        flag.version = version + 1;
        flag.deleted = true;
        flag.type = type;
        flag.description = description;
        flag.changedBy = by;
        flag.changedAt = now;
        return flag;
    }

    /** Names of the members that differ, for the trail; all that it has when there was none before. */
    List<String> changedSince(@Nullable Flag before) {
        List<String> changed = new ArrayList<>();
        if (before == null || before.deleted) {
            changed.add("enabled");
            if (value != null) changed.add("value");
            if (!rules.isEmpty()) changed.add("rules");
            changed.add("description");
            if (expiresOn != null) changed.add("expiresOn");
            return changed;
        }
        if (enabled != before.enabled) changed.add("enabled");
        if (!Objects.equals(value, before.value)) changed.add("value");
        if (!rules.equals(before.rules)) changed.add("rules");
        if (!description.equals(before.description)) changed.add("description");
        if (!Objects.equals(expiresOn, before.expiresOn)) changed.add("expiresOn");
        return changed;
    }

    /**
     * Its value for a caller: of the first rule that names them, else its own. Switched off, a boolean is false, and anything else
     * has its own value; so it is when its last day is over, where nobody says what it would be without it.
     *
     * @param without what holds without the flag, or null when nobody says
     */
    Object value(String subject, Set<String> roles, LocalDate today, @Nullable Object without) {
        if (isExpired(today)) return without == null ? off() : without;
        if (!enabled) return off();
        for (FlagRule rule : rules) if (rule.names(name, subject, roles)) return type.value(rule.value());
        if (value != null) return type.value(value);
        return rules.isEmpty();
    }

    /** What it says of a feature of the suite; null when it has no say: its last day is over, or it is no switch. */
    @Nullable
    FeatureSwitch featureSwitch(LocalDate today) {
        if (type != FlagType.BOOLEAN || isExpired(today)) return null;
        if (!enabled) return new FeatureSwitch(false, List.of());
        List<FeatureSwitch.Rule> all = rules.stream()
                .map(rule -> new FeatureSwitch.Rule(rule.audience(), Boolean.parseBoolean(rule.value())))
                .toList();
        return new FeatureSwitch(value == null ? rules.isEmpty() : Boolean.parseBoolean(value), all);
    }

    private Object off() {
        return value == null || type == FlagType.BOOLEAN ? false : type.value(value);
    }

    boolean isExpired(LocalDate today) {
        return expiresOn != null && LocalDate.parse(expiresOn).isBefore(today);
    }

    /** What is kept of it beside the name, by the names under which it is kept. */
    Map<String, Object> members() {
        Map<String, Object> members = new HashMap<>();
        members.put("version", version);
        members.put("deleted", deleted);
        members.put("enabled", enabled);
        members.put("type", type.name());
        members.put("rules", rules);
        members.put("description", description);
        members.put("changedBy", changedBy);
        members.put("changedAt", changedAt);
        if (value != null) members.put("value", value);
        if (expiresOn != null) members.put("expiresOn", expiresOn);
        return members;
    }

    List<String> absentMembers() {
        return Stream.of("value", "expiresOn")
                .filter(member -> !members().containsKey(member))
                .toList();
    }

    String name() {
        return name;
    }

    long version() {
        return version;
    }

    boolean isDeleted() {
        return deleted;
    }

    boolean isEnabled() {
        return enabled;
    }

    FlagType type() {
        return type;
    }

    @Nullable
    Object value() {
        return value == null ? null : type.value(value);
    }

    List<FlagRule> rules() {
        return rules;
    }

    String description() {
        return description;
    }

    @Nullable
    LocalDate expiresOn() {
        return expiresOn == null ? null : LocalDate.parse(expiresOn);
    }

    Author changedBy() {
        return changedBy;
    }

    Instant changedAt() {
        return changedAt;
    }
}

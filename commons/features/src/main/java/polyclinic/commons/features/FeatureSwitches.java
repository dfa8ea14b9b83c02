package polyclinic.commons.features;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all flags say of the suite's features at one moment; what none says anything of is on. As JSON it is what notes-service tells
 * the gateway: {@code {"features": {"live-feed": {"on": true, "rules": [{"roles": ["nurse"], "subjects": […], "share": 2500, "on":
 * false}]}}}}. A feature that the reader does not know is one of another release and left aside.
 */
public record FeatureSwitches(Map<SuiteFeature, FeatureSwitch> byFeature) {
    /** The management interface of notes-service has it there. */
    public static final String PATH = "/q/features";

    /** Everything is on. */
    public static final FeatureSwitches NONE = new FeatureSwitches(Map.of());

    private static final String FEATURES = "features";
    private static final String ON = "on";
    private static final String RULES = "rules";
    private static final String ROLES = "roles";
    private static final String SUBJECTS = "subjects";
    private static final String SHARE = "share";

    /** Whether a feature is on for a caller. */
    public boolean isOn(SuiteFeature feature, String subject, Set<String> roles) {
        FeatureSwitch of = byFeature.get(feature);
        return of == null || of.isOn(feature.flag(), subject, roles);
    }

    /** Whether a feature that no caller asks for is on: as for somebody without a role. */
    public boolean isOn(SuiteFeature feature) {
        return isOn(feature, "", Set.of());
    }

    /** Whether it is on for everybody, whoever it is. */
    public boolean isOnForAll(SuiteFeature feature) {
        FeatureSwitch of = byFeature.get(feature);
        return of == null || of.on() && of.rules().stream().allMatch(FeatureSwitch.Rule::on);
    }

    public JsonObject toJson() {
        JsonObject features = new JsonObject();
        byFeature.forEach((feature, of) -> {
            JsonArray rules = new JsonArray();
            of.rules().forEach(rule -> rules.add(json(rule)));
            features.put(feature.flag(), new JsonObject().put(ON, of.on()).put(RULES, rules));
        });
        return new JsonObject().put(FEATURES, features);
    }

    private static JsonObject json(FeatureSwitch.Rule rule) {
        FlagAudience audience = rule.audience();
        JsonObject json = new JsonObject().put(ON, rule.on());
        if (audience.roles() != null) json.put(ROLES, new JsonArray(audience.roles()));
        if (audience.subjects() != null) json.put(SUBJECTS, new JsonArray(audience.subjects()));
        if (audience.share() != null) json.put(SHARE, audience.share());
        return json;
    }

    /** @throws RuntimeException for what {@link #toJson} does not write */
    public static FeatureSwitches of(JsonObject json) {
        JsonObject features = json.getJsonObject(FEATURES);
        Map<SuiteFeature, FeatureSwitch> byFeature = new EnumMap<>(SuiteFeature.class);
        for (String flag : features.fieldNames()) {
            SuiteFeature feature = SuiteFeature.ofFlag(flag);
            if (feature != null) byFeature.put(feature, featureSwitch(features.getJsonObject(flag)));
        }
        return new FeatureSwitches(byFeature);
    }

    private static FeatureSwitch featureSwitch(JsonObject json) {
        List<FeatureSwitch.Rule> rules = new ArrayList<>();
        for (Object each : json.getJsonArray(RULES)) {
            JsonObject rule = (JsonObject) each;
            FlagAudience audience = new FlagAudience(
                    texts(rule.getJsonArray(ROLES)), texts(rule.getJsonArray(SUBJECTS)), rule.getInteger(SHARE));
            rules.add(new FeatureSwitch.Rule(audience, rule.getBoolean(ON)));
        }
        return new FeatureSwitch(json.getBoolean(ON), rules);
    }

    private static @Nullable List<String> texts(@Nullable JsonArray array) {
        return array == null ? null : array.stream().map(String::valueOf).toList();
    }
}

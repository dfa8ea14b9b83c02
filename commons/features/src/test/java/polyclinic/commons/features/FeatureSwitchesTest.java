package polyclinic.commons.features;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.features.SuiteFeature.CHANGE_FEED;
import static polyclinic.commons.features.SuiteFeature.LIVE_FEED;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureSwitchesTest {
    private static final Path ROOT = Path.of("../..");

    @Test
    void what_no_flag_says_anything_of_is_on_for_everybody() {
        assertThat(FeatureSwitches.NONE.isOn(LIVE_FEED, "anna", Set.of("nurse")))
                .isTrue();
        assertThat(FeatureSwitches.NONE.isOn(LIVE_FEED)).isTrue();
        assertThat(FeatureSwitches.NONE.isOnForAll(LIVE_FEED)).isTrue();
    }

    @Test
    void the_first_rule_that_names_the_caller_decides() {
        FeatureSwitches switches = switches(
                true, rule(List.of("nurse"), List.of("anna"), null, true), rule(List.of("nurse"), null, null, false));

        assertThat(switches.isOn(LIVE_FEED, "anna", Set.of("nurse"))).isTrue();
        assertThat(switches.isOn(LIVE_FEED, "bert", Set.of("nurse"))).isFalse();
        assertThat(switches.isOn(LIVE_FEED, "bert", Set.of("doctor"))).isTrue();
        assertThat(switches.isOn(LIVE_FEED)).isTrue();
        assertThat(switches.isOnForAll(LIVE_FEED)).isFalse();
        assertThat(switches.isOn(CHANGE_FEED, "bert", Set.of("nurse"))).isTrue();
    }

    @Test
    void a_share_is_of_callers_and_the_whole_of_it_is_everybody_and_nobody_in_particular() {
        assertThat(switches(true, rule(null, null, 10_000, false)).isOn(LIVE_FEED))
                .isFalse();
        assertThat(switches(true, rule(null, null, 0, false)).isOn(LIVE_FEED, "anna", Set.of()))
                .isTrue();
    }

    @Test
    void what_is_told_is_what_was_said() {
        FeatureSwitches switches = switches(
                false, rule(List.of("nurse", "doctor"), List.of("anna"), 2_500, true), rule(null, null, null, false));

        assertThat(FeatureSwitches.of(new JsonObject(switches.toJson().encode())))
                .isEqualTo(switches);
    }

    /** Two releases of the suite run side by side for a while. */
    @Test
    void a_feature_of_another_release_is_left_aside() {
        assertThat(FeatureSwitches.of(new JsonObject("{\"features\":{\"new-one\":{\"on\":false,\"rules\":[]}}}")))
                .isEqualTo(FeatureSwitches.NONE);
    }

    @Test
    void each_feature_stands_in_the_table_of_the_documentation_and_nothing_else_does() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/flags.md"));

        assertThat(Pattern.compile("(?m)^\\| `([a-z-]+)` \\|").matcher(page).results())
                .extracting(row -> row.group(1))
                .containsExactlyElementsOf(Arrays.stream(SuiteFeature.values())
                        .map(SuiteFeature::flag)
                        .toList());
    }

    /** A name that nobody asks for switches nothing off. */
    @Test
    void each_feature_is_asked_for_somewhere() throws IOException {
        try (Stream<Path> services = Files.list(ROOT)) {
            List<String> asked = services.map(service -> service.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(FeatureSwitchesTest::features)
                    .distinct()
                    .toList();
            assertThat(asked)
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(SuiteFeature.values()).map(Enum::name).toList());
        }
    }

    private static Stream<String> features(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            StringBuilder text = new StringBuilder();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList())
                text.append(Files.readString(file));
            return Pattern.compile("SuiteFeature\\.([A-Z_]+)\\b")
                    .matcher(text)
                    .results()
                    .map(use -> use.group(1))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FeatureSwitches switches(boolean on, FeatureSwitch.Rule... rules) {
        return new FeatureSwitches(Map.of(LIVE_FEED, new FeatureSwitch(on, List.of(rules))));
    }

    private static FeatureSwitch.Rule rule(
            @Nullable List<String> roles, @Nullable List<String> subjects, @Nullable Integer share, boolean on) {
        return new FeatureSwitch.Rule(new FlagAudience(roles, subjects, share), on);
    }
}

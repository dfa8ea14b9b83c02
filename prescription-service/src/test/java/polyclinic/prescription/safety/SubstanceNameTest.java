package polyclinic.prescription.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A substance has one name in the checks, whatever it is called. */
class SubstanceNameTest {
    private static final Pattern SUBSTANCE = Pattern.compile("\\('([^':]+)', '([A-Z][0-9][^']*)'\\)");
    private static final Pattern INTERACTION = Pattern.compile("\\('([^']+)', '([^']+)', '(?:CONTRA|MAJOR|MOD|MINOR)");

    private final DrugClasses vocabulary = DrugClasses.load();

    @Test
    void names_with_equal_codes_are_one_substance_and_so_have_the_same_interactions() throws IOException {
        Map<String, Set<String>> codes = new TreeMap<>();
        for (MatchResult row : rows(SUBSTANCE))
            codes.computeIfAbsent(row.group(1), none -> new TreeSet<>()).add(row.group(2));
        Map<Set<String>, Set<String>> names = new HashMap<>();
        codes.forEach((name, atc) ->
                names.computeIfAbsent(atc, none -> new TreeSet<>()).add(SafetyCheck.substance(vocabulary, name)));

        assertThat(codes).hasSizeGreaterThan(100);
        assertThat(names).allSatisfy((atc, substances) -> assertThat(substances).hasSize(1));
        assertThat(names)
                .allSatisfy((atc, substances) -> assertThat(codes).containsKeys(substances.toArray(String[]::new)));
    }

    @Test
    void interactions_stand_under_the_name_that_the_checks_look_for() throws IOException {
        Set<Set<String>> pairs = new HashSet<>();
        for (MatchResult row : rows(INTERACTION)) pairs.add(Set.of(row.group(1), row.group(2)));

        assertThat(pairs).hasSizeGreaterThan(50).allSatisfy(pair -> assertThat(pairs)
                .contains(pair.stream().map(this::key).collect(Collectors.toSet())));
    }

    private String key(String side) {
        return side.startsWith("atc:") ? side : SafetyCheck.substance(vocabulary, side);
    }

    @ParameterizedTest
    @CsvSource({
        "Acetylsalicylic acid, aspirin",
        "Acetaminophen, paracetamol",
        "Clavulanate potassium, clavulanic",
        "Potassium chloride, potassium chloride",
        "Calcium carbonate, calcium carbonate",
        "Polyethylene glycol, polyethylene glycol",
        "'💊', ''",
    })
    void a_name_becomes_the_substance(String name, String substance) {
        assertThat(SafetyCheck.substance(vocabulary, name)).isEqualTo(substance);
    }

    private static List<MatchResult> rows(Pattern row) throws IOException {
        try (InputStream file = Objects.requireNonNull(
                SubstanceNameTest.class.getResourceAsStream("/db/migration/V13__starter_tables.sql"))) {
            return row.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .toList();
        }
    }
}

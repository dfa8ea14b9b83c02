package polyclinic.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polyclinic.commons.structure.SourceTree;
import polyclinic.local.settings.Settings;

/** The page on OWASP ASVS names every requirement of levels 1 and 2 once, and only tests that exist. */
class AsvsPageTest {
    /** Section and the number of its last requirement of these levels; those of level 3 stand behind them. */
    private static final String SECTIONS =
            "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 "
                    + "4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 "
                    + "8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 "
                    + "12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9. ]+) \\|");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT)|BadInput|RoleTable)`");
    private static final Path ROOT = Settings.of(Map.of()).root();

    @Test
    void every_requirement_is_there_once() throws Exception {
        List<String> expected = new ArrayList<>();
        for (String section : SECTIONS.split(" ")) {
            String[] parts = section.split(":");
            for (int i = 1; i <= Integer.parseInt(parts[1]); i++) expected.add(parts[0] + "." + i);
        }
        List<String> named = new ArrayList<>();
        Matcher rows = ROW.matcher(page());
        while (rows.find()) named.addAll(List.of(rows.group(1).split(" ")));

        assertThat(named).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void the_tests_that_it_names_exist() throws Exception {
        Set<String> named = new TreeSet<>();
        Matcher tests = TEST.matcher(page());
        while (tests.find()) named.add(tests.group(1) + ".java");
        Set<String> there = SourceTree.ofRepository().files().stream()
                .map(file -> Path.of(file.path()).getFileName().toString())
                .collect(Collectors.toSet());
        assertThat(there).containsAll(named);
    }

    private static String page() throws Exception {
        return Files.readString(ROOT.resolve("docs/asvs.md"));
    }
}

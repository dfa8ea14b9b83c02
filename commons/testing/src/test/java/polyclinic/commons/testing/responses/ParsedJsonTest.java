package polyclinic.commons.testing.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a path is, the answer is the library's. */
class ParsedJsonTest {
    private static final String OBJECT = """
            {"id":"p1","none":null,"count":3,"large":9007199254740993,"temperature":36.6,"exact":12345678901234567890.125,\
            "yes":true,"size":7,"class":"outpatient","_a-b":1,"name":{"given":["Ada","B."],"family":"Ö"},\
            "items":[{"id":"a","lines":[{"no":1},{"no":2}],"about":{"id":"x"}},null,{"id":"b","lines":[],"about":null},{"lines":null}],\
            "empty":[],"nothing":{},"matrix":[[1,2],[3]],"numbers":[0,-1,2147483648,-9223372036854775809,123456789012345678901234567890,0.1,-0.0,1E2,1e300,1.10,0.30000000000000004],\
            "texts":["x","y"]}""";

    private static final String LIST = """
            [{"id":1,"tags":["a"]},{"id":2,"tags":["b","c"]}]""";

    @ParameterizedTest
    @MethodSource("pathsOfObjects")
    void it_is_what_the_library_says(String path) {
        assertSame(OBJECT, path);
        assertSame(LIST, path);
    }

    @ParameterizedTest
    @MethodSource("pathsOfLists")
    void a_list_is_one_too(String path) {
        assertSame(LIST, path);
    }

    @Test
    void what_is_no_json_fails() {
        for (String json : List.of("", " ", "{", "no")) assertSame(json, "id");
    }

    @Test
    void its_numbers_and_texts_are_the_librarys() {
        ParsedJson path = new ParsedJson(OBJECT);
        JsonPath library = new JsonPath(OBJECT);

        assertThat(path.getInt("count")).isEqualTo(library.getInt("count"));
        assertThat(path.getLong("large")).isEqualTo(library.getLong("large"));
        assertThat(path.getString("count")).isEqualTo(library.getString("count"));
        assertThat(path.getBoolean("yes")).isTrue();
        assertThat(path.getList("items.id", String.class)).isEqualTo(library.getList("items.id", String.class));
        assertThat(path.getMap("name")).isEqualTo(library.getMap("name"));
    }

    @Test
    void a_root_counts() {
        JsonPath path = new ParsedJson(OBJECT);
        assertThat(path.getString("id")).isEqualTo("p1");

        path.setRootPath("items.find { it.id == 'a' }");

        assertThat(path.getString("id")).isEqualTo("a");
    }

    @Test
    void a_parameter_counts() {
        assertThat(new ParsedJson(OBJECT).param("i", "b").getList("items.findAll { it?.id == i }.id", String.class))
                .containsExactly("b");
    }

    static Stream<String> pathsOfObjects() {
        return Stream.of("""
             | $ | id | none | absent | count | large | temperature | exact | yes | size | class | name | name.given | \
            name.given[0] | name.given[1] | name.given[2] | name.given[-1] | name.given.size() | name.size() | name.family | \
            name.family.size() | name.absent | none.id | absent.id | items | items.id | items.size() | items[0] | items[0].id | \
            items[0].lines.no | items[0].lines[1].no | items[0].lines.size() | items[1] | items[1].id | items[3].lines | \
            items[9] | items[9].id | items.lines | items.lines.no | items.about.id | items.id[1] | items.id.size() | \
            items.absent | empty | empty.id | empty.size() | empty[0] | nothing | nothing.id | nothing.size() | matrix[0][1] | \
            matrix[1] | matrix.size() | matrix.flatten() | numbers | texts[0] | texts.length | texts.size | _a-b | count.x | size() | \
            .size() | size | items.find { it?.id == 'b' }.id | items.findAll { it?.id }.id | items*.id | items.id.sort() | \
            items..id | items. | .id | [0] | [0].id | items[0]id | items[00000000001].id | items[99999999999] | class.name | \
            empty.empty | items.properties | name.class | items.class | name['family']""".split(" \\| ", -1));
    }

    static Stream<String> pathsOfLists() {
        return Stream.of("id | [0] | [1].tags | [1].tags[1] | tags | tags.size() | size() | [2] | [2].id | [0].id.x"
                .split(" \\| "));
    }

    private static void assertSame(String json, String path) {
        ParsedJson own = new ParsedJson(json);
        JsonPath library = new JsonPath(json);
        Object[] values = new Object[2];
        Throwable expected = catchThrowable(() -> values[0] = library.get(path));
        Throwable actual = catchThrowable(() -> values[1] = own.get(path));
        assertThat(actual == null).as("%s: %s", path, actual).isEqualTo(expected == null);
        assertThat(values[1]).as(path).isEqualTo(values[0]);
        assertThat(types(values[1])).as(path).isEqualTo(types(values[0]));
    }

    /** Equality alone would not tell an integer from a long in a list of them. */
    private static String types(Object value) {
        if (value instanceof Map<?, ?> map) return "map of " + types(new ArrayList<>(map.values()));
        if (value instanceof List<?> list)
            return list.stream().map(ParsedJsonTest::types).toList().toString();
        return value == null ? "null" : value.getClass().getSimpleName();
    }
}

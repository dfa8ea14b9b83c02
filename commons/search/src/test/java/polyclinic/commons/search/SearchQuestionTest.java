package polyclinic.commons.search;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class SearchQuestionTest {
    @ParameterizedTest
    @CsvSource({
        "患者は三日前から激しい頭痛を訴える, 頭痛",
        "患者は三日前から激しい頭痛を訴える, 激しい",
        "患者は三日前から激しい頭痛を訴える, 訴",
        "患者は三日前から激しい頭痛を訴える, 頭痛 患者",
        "肺ガンの疑い, がん",
        "ﾋﾞﾀﾐﾝ欠乏, ビタミン",
        "アレルギー性鼻炎, レルギー",
        "病人主诉头痛三天, 头痛",
        "病人主訴頭痛三天, 頭痛",
        "급성기관지염으로 입원, 기관지염",
        "두통이 심하다, 두통",
        "ผู้ป่วยมีอาการปวดหัวรุนแรง, ปวดหัว",
        "ผู้ป่วยมีอาการปวดหัวรุนแรง, หัว",
        "អ្នកជំងឺឈឺក្បាលខ្លាំង, ឈឺក្បាល",
        "ຄົນເຈັບເຈັບຫົວ, ເຈັບຫົວ",
        "လူနာခေါင်းကိုက်သည်, ခေါင်းကိုက်",
        "مَرِيضٌ يَشْكُو مِنْ صُدَاعٍ, صداع",
        "مريض يشكو من صداع, صُدَاع",
        "مريض يشكو من الصداع, صداع",
        "آلام في الرأس, الراس",
        "إسهال حاد, اسهال",
        "حرارة مرتفعة, حراره",
        "بیماری قلبی, بيماري",
        "درجة ٣٨ مئوية, 38",
        "कई दिनों से सिरदर्द है, सिरदर्द",
        "রোগীর মাথাব্যথা, মাথাব্যথা",
        "காய்ச்சல் உள்ளது, காய்ச்",
        "חוֹם גָּבוֹהַ, חום",
        "İSTANBUL'da ateş, istanbul",
        "ilaç verildi, İLAÇ",
        "ILAÇ VERİLDİ, ılaç",
        "ağrısı şiddetli, agrisi",
        "Kopfschmerztabletten, kopfschmerz",
        "Herr Müller, Mueller",
        "Herr Mueller, Müller",
        "Søren, soeren",
        "Straße, STRASSE",
        "ΠΟΝΟΚΈΦΑΛΟΣ, πονοκεφαλος",
        "Головная боль, головн",
        "bệnh nhân sốt cao, benh sot",
        "ﬁbrosis, fibro",
        "l’hôpital, hopital",
        "O'Brien, o'brien",
        "Dr.Smith, smith",
        "COVID-19の疑い, covid",
        "COVID-19の疑い, 疑い",
        "T 38.5, 38.5",
        "naïve, NAÏVE",
        "２０２６年, 2026",
        "Kopf\u00adschmerz, kopfschmerz",
        "می‌خواهم, می‌خواهم",
        "𠮷野家, 𠮷野"
    })
    void is_found(String text, String question) {
        assertThat(finds(text, question)).isTrue();
        assertThat(indexed(text, question)).as("by the index").isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "患者は三日前から激しい頭痛を訴える, 腹痛",
        "痛い頭, 頭痛",
        "頭が痛む, 頭痛",
        "頭 痛, 頭痛",
        "राम, रम",
        "มา, ม้า",
        "मीरा, राम",
        "through, rough",
        "cough, cold",
        "blurred, blue",
        "a b, ab"
    })
    void is_not_found(String text, String question) {
        assertThat(finds(text, question)).isFalse();
    }

    @Test
    void no_cap_hides_a_word_of_a_long_text() {
        String text = IntStream.range(0, 20_000)
                        .mapToObj(i -> Integer.toString(i, 36) + "x")
                        .collect(Collectors.joining(" "))
                + " 患者は頭痛を訴える haemorrhage";

        for (String question : List.of("haemorrhage", "haem", "ha", "頭痛", "痛", "cx", "頭痛 haem"))
            assertThat(finds(text, question) && indexed(text, question))
                    .as(question)
                    .isTrue();
        assertThat(finds(text, "haematoma")).isFalse();
    }

    @Test
    void a_word_of_any_length_is_found_by_itself() {
        String word = "donaudampfschiff".repeat(40);

        assertThat(finds(word, word) && indexed(word, word)).isTrue();
        assertThat(finds(word, word.substring(0, 30)) && indexed(word, word.substring(0, 30)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$ .* \\d [x]", "⑴ ⒈ ㈠", "^a|b", "{$gt:1}"})
    void operators_of_an_expression_never_reach_it(String question) {
        for (Bson condition : SearchQuestion.of(question).conditions("terms"))
            assertThat(strings(bson(condition))).allMatch(text -> text.matches("\\^?~?[\\p{L}\\p{N}\\p{M}]*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$ . *", "", "\u0301", "\u200d", "a b c d e f g h i j k l m n o p q"})
    void a_question_without_a_word_or_with_too_many_is_refused(String question) {
        assertThatThrownBy(() -> SearchQuestion.of(question)).isInstanceOf(Problem.class);
    }

    @Test
    void a_question_of_many_characters_is_one_word_and_few_conditions() {
        assertThat(SearchQuestion.of("患".repeat(500)).conditions("terms")).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void what_is_there_more_often_and_as_a_whole_word_fits_better() {
        SearchQuestion question = SearchQuestion.of("cough");

        double once = question.relevance(terms("cough"));
        assertThat(question.relevance(terms("cough and cough"))).isGreaterThan(once);
        assertThat(question.relevance(terms("coughing"))).isLessThan(once);
    }

    private static SearchTerms terms(String text) {
        return SearchTerms.of(new Document("text", text), List.of());
    }

    private static boolean finds(String text, String question) {
        return Snippet.of(new Document("text", text), List.of(), SearchQuestion.of(question)) != null;
    }

    /** Whether an index of the text's terms meets all conditions. */
    private static boolean indexed(String text, String question) {
        List<String> terms = terms(text).terms();
        return SearchQuestion.of(question).conditions("terms").stream()
                .allMatch(condition -> bson(condition).getArray("$or").stream()
                        .anyMatch(
                                place -> meets(requireNonNull(place.asDocument().get("terms")), terms)));
    }

    private static boolean meets(BsonValue condition, List<String> terms) {
        if (condition.isRegularExpression()) {
            Pattern pattern = Pattern.compile(condition.asRegularExpression().getPattern());
            return terms.stream().anyMatch(term -> pattern.matcher(term).find());
        }
        return condition.asDocument().getArray("$in").stream()
                .anyMatch(value -> terms.contains(value.asString().getValue()));
    }

    private static BsonDocument bson(Bson condition) {
        return condition.toBsonDocument(Document.class, MongoClientSettings.getDefaultCodecRegistry());
    }

    private static List<String> strings(BsonDocument condition) {
        BsonArray places = condition.getArray("$or");
        return places.stream()
                .map(place -> requireNonNull(place.asDocument().get("terms")))
                .flatMap(value -> value.isRegularExpression()
                        ? List.of(value.asRegularExpression().getPattern()).stream()
                        : value.asDocument().getArray("$in").stream()
                                .map(each -> each.asString().getValue()))
                .toList();
    }
}

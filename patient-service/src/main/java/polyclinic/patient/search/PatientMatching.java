package polyclinic.patient.search;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.names.NameQuestion;

/** Finds patients by whole values and by name; best match first, then by id. */
@ApplicationScoped
public class PatientMatching {
    /** Above any score that a question of words can have: who meets it strictly stands before who is only alike. */
    private static final int STRICT = 100;

    /** Of those who meet a question strictly; so many say that it was not misspelt. */
    private static final int ENOUGH = 10;

    /** How many names that look alike are compared; whoever is not among them is found by a better question. */
    private static final int MAX_ALIKE = 300;

    /**
     * Words that begin as what was asked does, and are a letter or two away; and words that share trigrams with it, for an error in
     * the first letter. Of each at most 200, which are compared by the service.
     */
    private static final String WORDS_ALIKE = """
            select q.word as asked, v.word
              from unnest($1::text[]) as q(word),
                   lateral (
                     (select word from patient_name_word
                       where left(word, 1) = left(q.word, 1)
                         and length(word) between length(q.word) - 2 and length(q.word) + 2
                         and levenshtein_less_equal(left(word, 62), q.word, 2) <= 2
                       limit 200)
                     union
                     (select word from patient_name_word where word % q.word limit 200)) as v""";

    private static final Comparator<Match> BEST_FIRST = Comparator.comparing(Match::score)
            .reversed()
            .thenComparing(match -> match.id().toString());

    private final Pool pool;

    PatientMatching(Pool pool) {
        this.pool = pool;
    }

    /** A match: the better it fits, the higher its score; 0 when no {@code q} was given. */
    public record Match(UUID id, BigDecimal score) {}

    /** At most one more than the search's limit, which says that there is a next page. */
    public Uni<List<Match>> search(PatientSearch search, Scope scope) {
        if (scope instanceof Scope.None) return Uni.createFrom().item(List.of());
        NameQuestion question = search.q() == null ? null : NameQuestion.of(search.q());
        if (question != null && question.isEmpty()) return Uni.createFrom().item(List.of());
        return withSystems(search).chain(whole -> search(whole, scope, question));
    }

    private Uni<List<Match>> search(PatientSearch search, Scope scope, @Nullable NameQuestion question) {
        int wanted = search.limit() + 1;
        return strictly(search, scope, question, wanted)
                .chain(found -> question == null || found.size() >= Math.min(wanted, ENOUGH)
                        ? Uni.createFrom().item(found)
                        : leniently(search, scope, question).map(alike -> Stream.concat(found.stream(), alike.stream())
                                .limit(wanted)
                                .toList()));
    }

    /** Each system has its way of writing a number, so a number of any system is asked for as each of them writes it. */
    private Uni<PatientSearch> withSystems(PatientSearch search) {
        if (search.identifiers() == null || !search.identifiers().needsKnownSystems())
            return Uni.createFrom().item(search);
        return pool.preparedQuery(IdentifierTokens.SYSTEMS)
                .execute()
                .map(rows -> search.within(
                        rows.stream().map(row -> row.getString("system")).toList()));
    }

    private Uni<List<Match>> strictly(PatientSearch search, Scope scope, @Nullable NameQuestion question, int wanted) {
        Statement statement = new Statement();
        String score = question == null ? "0" : STRICT + " + " + question.score("p.search_words", statement::bind);
        statement.add(
                "select id, score from (select p.id, cast(" + score + " as numeric) as score from patient p where ");
        statement.add(String.join(" and ", conditions(search, scope, statement)));
        if (question != null) statement.add(" and ").add(question.strictly("p.search_words", statement::bind));
        statement.add(") found");
        if (search.afterScore() != null && search.afterId() != null) {
            String last = statement.bind(search.afterScore());
            statement.add(" where (score < %1$s or (score = %1$s and id > %2$s))"
                    .formatted(last, statement.bind(search.afterId())));
        }
        statement.add(" order by score desc, id limit " + wanted);
        return pool.preparedQuery(statement.text()).execute(statement.values()).map(rows -> rows.stream()
                .map(row -> new Match(row.getUUID("id"), row.getBigDecimal("score")))
                .toList());
    }

    /** Those who do not meet the question strictly and are alike, behind the search's cursor. */
    private Uni<List<Match>> leniently(PatientSearch search, Scope scope, NameQuestion question) {
        return alike(question).chain(alike -> leniently(search, scope, question, alike));
    }

    private Uni<List<Match>> leniently(
            PatientSearch search, Scope scope, NameQuestion question, Map<String, List<String>> alike) {
        Statement statement = new Statement();
        // Without the offset, the planner may walk all patients in the order of their ids to save the sort.
        statement.add("select id, search_words from (select p.id, p.search_words from patient p where ");
        statement.add(String.join(" and ", conditions(search, scope, statement)));
        statement
                .add(" and not (")
                .add(question.strictly("p.search_words", statement::bind))
                .add(") and ");
        statement.add(question.leniently(
                "p.search_words",
                alike,
                words -> "string_to_array(btrim(p.search_words), ' ') && "
                        + statement.bind(words.toArray(String[]::new)),
                statement::bind));
        statement.add(" offset 0) found order by id limit " + MAX_ALIKE);
        return pool.preparedQuery(statement.text()).execute(statement.values()).map(rows -> rows.stream()
                .map(row -> match(row, question))
                .filter(match -> match.score().signum() > 0)
                .filter(match -> isBehind(match, search))
                .sorted(BEST_FIRST)
                .toList());
    }

    /** Of the question's words, those of all patients that they may be misspellings of. */
    private Uni<Map<String, List<String>>> alike(NameQuestion question) {
        List<String> asked = question.misspellable();
        if (asked.isEmpty()) return Uni.createFrom().item(Map.of());
        return pool.preparedQuery(WORDS_ALIKE)
                .execute(Tuple.of(asked.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, List<String>> alike = rows.stream()
                            .collect(Collectors.groupingBy(
                                    row -> row.getString("asked"),
                                    Collectors.mapping(row -> row.getString("word"), Collectors.toList())));
                    alike.replaceAll(NameQuestion::meant);
                    return alike;
                });
    }

    private static Match match(Row row, NameQuestion question) {
        double likeness = question.likeness(row.getString("search_words"));
        return new Match(row.getUUID("id"), BigDecimal.valueOf(likeness).setScale(3, RoundingMode.HALF_UP));
    }

    private static boolean isBehind(Match match, PatientSearch search) {
        BigDecimal score = search.afterScore();
        UUID id = search.afterId();
        return score == null || id == null || BEST_FIRST.compare(match, new Match(id, score)) > 0;
    }

    private static List<String> conditions(PatientSearch search, Scope scope, Statement statement) {
        List<String> conditions = new ArrayList<>();
        conditions.add(visible(scope, statement));
        if (search.uhid() != null) conditions.add("p.uhid = " + statement.bind(search.uhid()));
        if (search.phone() != null) {
            int extension = search.phone().indexOf(';');
            String number = extension < 0 ? search.phone() : search.phone().substring(0, extension);
            conditions.add("split_part(p.phone, ';', 1) = " + statement.bind(number));
            if (extension >= 0) conditions.add("p.phone = " + statement.bind(search.phone()));
        }
        if (search.email() != null) conditions.add("lower(p.email) = lower(" + statement.bind(search.email()) + ")");
        if (search.externalId() != null)
            conditions.add("p.provenance_source = %s and p.provenance_external_id = %s"
                    .formatted(
                            statement.bind(search.externalId().source()),
                            statement.bind(search.externalId().id())));
        if (search.birthDate() != null) conditions.add("p.birth_date = " + statement.bind(search.birthDate()));
        if (search.identifiers() != null) conditions.add(search.identifiers().condition(statement));
        return conditions;
    }

    /** Access as part of a query over {@code patient p}. */
    private static String visible(Scope scope, Statement statement) {
        return scope.match(
                () -> "true",
                own -> "p.id = " + statement.bind(own),
                doctor -> PostgresCareStore.IN_CARE.formatted("p.id", statement.bind(doctor)),
                // A union of two searches by index; an "or" of the two would look at each patient.
                (own, doctor) -> "p.id in (select cast(" + statement.bind(own)
                        + " as uuid) union all select i.id from patient i where "
                        + PostgresCareStore.IN_CARE.formatted("i.id", statement.bind(doctor)) + ")",
                () -> "false");
    }
}

package polyclinic.billing.prices;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.SearchConditions;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.NotFound;

/** The price list in the database. */
@ApplicationScoped
public class Prices implements PanacheRepositoryBase<Price, UUID>, RestatedFacts {
    private static final String VALID =
            "currency = :currency and validFrom <= :day and (validTo is null or validTo >= :day)";

    /** Those of the codes that have a price in the currency on the day, by code. */
    public Uni<Map<String, Price>> of(Collection<String> codes, Currency currency, LocalDate day) {
        if (codes.isEmpty()) return Uni.createFrom().item(Map.of());
        return find(
                        "code in :codes and " + VALID,
                        Map.of("codes", codes, "currency", currency.getCurrencyCode(), "day", day))
                .<Price>list()
                .map(found -> found.stream().collect(Collectors.toMap(Price::code, price -> price)));
    }

    /** All that have to do with a type of thing and any of the codes, for {@link #best}. */
    public Uni<List<Price>> applying(AppliesTo.Type type, Collection<String> codes, Currency currency, LocalDate day) {
        Map<String, Object> parameters =
                new HashMap<>(Map.of("type", type, "currency", currency.getCurrencyCode(), "day", day));
        if (codes.isEmpty())
            return list("appliesToType = :type and " + VALID + " and appliesToCode is null", parameters);
        parameters.put("codes", codes);
        return list(
                "appliesToType = :type and " + VALID + " and (appliesToCode is null or appliesToCode in :codes)",
                parameters);
    }

    /**
     * The price of one thing: that of the first of its codes that has one, else the one for all of its type.
     *
     * @return null when there is none
     */
    public static @Nullable Price best(List<Price> applying, List<String> codes) {
        return applying.stream()
                .filter(price -> rank(price, codes) >= 0)
                .min(Comparator.comparingInt(price -> rank(price, codes)))
                .orElse(null);
    }

    private static int rank(Price price, List<String> codes) {
        AppliesTo to = Objects.requireNonNull(price.appliesTo());
        return to.code() == null ? Integer.MAX_VALUE : codes.indexOf(to.code());
    }

    /** Prices are set one behind the other: two that exclude each other would be each other's deadlock, met at once. */
    Uni<Void> queue() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("lock table price in share row exclusive mode")
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<Price> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Price>firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("price"));
    }

    /**
     * Newest first.
     *
     * @param on a day on which they are valid, or null for any
     * @return one more than the limit when there are more
     */
    Uni<List<Price>> list(
            @Nullable String code, @Nullable ItemKind kind, @Nullable LocalDate on, @Nullable UUID after, int limit) {
        SearchConditions where = SearchConditions.unscoped()
                .and("code = :code", "code", code)
                .and("kind = :kind", "kind", kind)
                .and("validFrom <= :day and (validTo is null or validTo >= :day)", "day", on)
                .and("id < :after", "after", after);
        return find("where " + where + " order by id desc", where.parameters())
                .range(0, limit)
                .list();
    }

    @Override
    public String statedKind() {
        return "prices";
    }

    @Override
    public Uni<List<Fact>> state(UUID after, int limit) {
        return RestatedFacts.first(find("id > ?1 order by id", after), limit)
                .map(page -> page.stream().map(Price::fact).toList());
    }
}

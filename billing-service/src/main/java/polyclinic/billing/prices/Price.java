package polyclinic.billing.prices;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** What something costs from one day to another, both included. Its amount never changes: another one follows it. */
@Entity
public class Price {
    @Id
    private UUID id;

    @Version
    private long version;

    private String code;
    private String name;

    @Enumerated(EnumType.STRING)
    private ItemKind kind;

    private String currency;
    private BigDecimal amount;

    @Column(name = "tax_rate")
    private @Nullable BigDecimal taxRate;

    @Enumerated(EnumType.STRING)
    @Column(name = "applies_to_type")
    private AppliesTo.@Nullable Type appliesToType;

    @Column(name = "applies_to_code")
    private @Nullable String appliesToCode;

    @Column(name = "valid_from")
    private LocalDate validFrom;

    @Column(name = "valid_to")
    private @Nullable LocalDate validTo;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Price() {}

    static Price of(SetPrice request, Instant now) {
        requireOrder(request.validFrom(), request.validTo());
        Price price = new Price();
        price.id = Ids.next();
        price.code = request.code();
        price.name = request.name();
        price.kind = request.kind();
        price.currency = request.price().currency().getCurrencyCode();
        price.amount = request.price().amount();
        price.taxRate = request.taxRate();
        if (request.appliesTo() != null) {
            price.appliesToType = request.appliesTo().type();
            price.appliesToCode = request.appliesTo().code();
        }
        price.validFrom = request.validFrom();
        price.validTo = request.validTo();
        price.createdAt = now;
        price.updatedAt = now;
        return price;
    }

    /** Sets its last day, which must not be later than the one it has: the days behind may be another price's. */
    void end(LocalDate lastDay, Instant now) {
        requireOrder(validFrom, lastDay);
        if (validTo != null && lastDay.isAfter(validTo))
            throw Problem.invalid("validTo", "must not be after the day on which it ends");
        validTo = lastDay;
        updatedAt = now;
    }

    private static void requireOrder(LocalDate from, @Nullable LocalDate to) {
        if (to != null && to.isBefore(from)) throw Problem.invalid("validTo", "must not be before validFrom");
    }

    PriceEvent.Snapshot snapshot() {
        return new PriceEvent.Snapshot(
                id,
                version,
                code,
                name,
                kind,
                price(),
                taxRate == null ? null : PriceView.plain(taxRate),
                appliesTo(),
                validFrom,
                validTo,
                updatedAt);
    }

    RestatedFacts.Fact fact() {
        return new RestatedFacts.Fact(id, new PriceEvent.Set(snapshot()), updatedAt);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    public String code() {
        return code;
    }

    public String name() {
        return name;
    }

    public ItemKind kind() {
        return kind;
    }

    public Money price() {
        return new Money(amount, Money.currency(currency));
    }

    public @Nullable BigDecimal taxRate() {
        return taxRate;
    }

    @Nullable
    AppliesTo appliesTo() {
        return appliesToType == null ? null : new AppliesTo(appliesToType, appliesToCode);
    }

    LocalDate validFrom() {
        return validFrom;
    }

    @Nullable
    LocalDate validTo() {
        return validTo;
    }
}

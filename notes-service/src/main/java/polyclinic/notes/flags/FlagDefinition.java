package polyclinic.notes.flags;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.flags.rules.FlagRule;
import polyclinic.notes.flags.rules.FlagType;

/**
 * A flag as an administrator writes it.
 *
 * @param value of whom no rule names. Its type is the flag's; without one the flag is a boolean, true for everybody when it has no
 *     rules, else false for whom none names
 * @param rules the first that names the caller decides
 * @param expiresOn the last day, in the clinic's zone, on which it has its say
 */
record FlagDefinition(
        @NotNull Boolean enabled,

        @Schema(description = "a boolean, a number or a text; its type is the flag's") @Nullable
        Object value,

        @Size(max = 50) @Nullable List<@NotNull @Valid Rule> rules,
        @NotBlank @Size(max = 500) String description,
        @Nullable LocalDate expiresOn) {
    private static final int MAX_TEXT = 500;
    private static final int MAX_DIGITS = 38;

    /**
     * @param roles of which the caller has one
     * @param subjects {@code sub} of accounts
     * @param percentage of the callers, always the same ones: who is within 10 % is within 20 % too
     */
    record Rule(
            @Size(min = 1, max = 20) @Nullable List<@NotBlank @Size(max = 100) String> roles,
            @Size(min = 1, max = 200) @Nullable List<@NotBlank @Size(max = 100) String> subjects,

            @DecimalMin("0") @DecimalMax("100") @Digits(integer = 3, fraction = 2) @Nullable
            BigDecimal percentage,

            @NotNull @Schema(description = "of the flag's type")
            Object value) {
        static Rule of(FlagRule rule, FlagType type) {
            Integer share = rule.share();
            return new Rule(
                    rule.roles(),
                    rule.subjects(),
                    share == null ? null : BigDecimal.valueOf(share, 2).setScale(scale(share)),
                    type.value(rule.value()));
        }

        private static int scale(int share) {
            return share % 100 == 0 ? 0 : share % 10 == 0 ? 1 : 2;
        }
    }

    FlagType type() {
        if (value == null) return FlagType.BOOLEAN;
        return typeOf("value", value);
    }

    @Nullable
    String valueText() {
        return value == null ? null : FlagType.text(value);
    }

    List<FlagRule> storedRules() {
        if (rules == null) return List.of();
        FlagType type = type();
        return rules.stream()
                .map(rule -> {
                    if (rule.roles() != null && !Roles.ALL.containsAll(rule.roles()))
                        throw Problem.invalid("rules", "must name roles that there are: " + new TreeSet<>(Roles.ALL));
                    if (typeOf("rules", rule.value()) != type)
                        throw Problem.invalid("rules", "must have values of the flag's type, which is that of value");
                    BigDecimal percentage = rule.percentage();
                    return new FlagRule(
                            rule.roles(),
                            rule.subjects(),
                            percentage == null
                                    ? null
                                    : percentage.movePointRight(2).intValueExact(),
                            FlagType.text(rule.value()));
                })
                .toList();
    }

    private static FlagType typeOf(String member, Object value) {
        FlagType type = FlagType.of(value);
        if (type == null) throw Problem.invalid(member, "must be a boolean, a number or a text");
        if (value instanceof String text && text.length() > MAX_TEXT)
            throw Problem.invalid(member, "must have at most " + MAX_TEXT + " characters");
        if (type == FlagType.NUMBER && !isShort(new BigDecimal(Objects.toString(value))))
            throw Problem.invalid(member, "must have at most " + MAX_DIGITS + " digits");
        return type;
    }

    /** Written out: an exponent would make a few characters long. */
    private static boolean isShort(BigDecimal number) {
        return number.precision() <= MAX_DIGITS && number.scale() <= MAX_DIGITS && number.scale() >= -MAX_DIGITS;
    }
}

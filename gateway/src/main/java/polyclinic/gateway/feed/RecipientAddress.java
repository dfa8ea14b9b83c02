package polyclinic.gateway.feed;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * To whom a notification goes: an account, everybody of a role, whoever a doctor's or a patient's account is. Who that is, is found
 * when somebody reads. It ends a key in Redis, so it has no blank in it.
 */
public final class RecipientAddress {

    private static final Pattern NAME = Pattern.compile("[\\w.@:-]{1,200}");

    private RecipientAddress() {}

    /** Null for what is no account's name. */
    public static @Nullable String account(@Nullable String subject) {
        return of("account", subject);
    }

    /** Null for what is no role's name. */
    public static @Nullable String role(@Nullable String name) {
        return of("role", name);
    }

    /** Null for what is no id. */
    public static @Nullable String doctor(@Nullable String id) {
        return of("doctor", lower(id));
    }

    /** Null for what is no id. */
    public static @Nullable String patient(@Nullable String id) {
        return of("patient", lower(id));
    }

    private static @Nullable String lower(@Nullable String id) {
        return id == null ? null : id.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String of(String kind, @Nullable String name) {
        return name != null && NAME.matcher(name).matches() ? kind + ":" + name : null;
    }
}

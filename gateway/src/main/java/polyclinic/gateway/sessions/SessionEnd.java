package polyclinic.gateway.sessions;

import java.util.Locale;

/** Why a session ended that did not simply expire unused. */
public enum SessionEnd {
    /** Somebody signed out in this browser. */
    SIGN_OUT,
    /** The person ended it from elsewhere. */
    PERSON,
    /** Another sign-in took its place in the browser. */
    REPLACED,
    /** The identity provider said that it is over. */
    PROVIDER,
    /** The identity provider gave no new tokens. */
    REFUSED,
    /** It had lasted as long as a session may. */
    TIME,
    /** The person began too many. */
    OVER_LIMIT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package polyclinic.commons.features;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that flags switch off of the suite itself: what costs more than the rest when it goes wrong, and what the clinic can do without
 * for an hour. Each is on without a flag, and while nobody knows of any.
 */
public enum SuiteFeature {
    /** Streams of what happens; open ones end. */
    LIVE_FEED("live-feed"),
    /** What has happened since, for clients that were offline. */
    CHANGE_FEED("change-feed"),
    /** Telling other systems of events; what is due waits. */
    WEBHOOKS("webhooks"),
    /** Answers that the gateway keeps; without them every request goes to its service. */
    RESPONSE_CACHE("response-cache"),
    /** Notes by their words ({@code q}): the one search that reads many documents for one answer. */
    NOTES_SEARCH("notes-search"),
    /** Medical records by what they mean. */
    MEANING_SEARCH("meaning-search"),
    /** Transcripts that a machine writes; those that there are can be read. */
    TRANSCRIPTS("transcripts"),
    /** Whole formularies and tables of interactions. */
    IMPORTS("imports"),
    /** What was earned, over all invoices of a time. */
    REVENUE_REPORT("revenue-report");

    private static final Map<String, SuiteFeature> BY_FLAG =
            Arrays.stream(values()).collect(Collectors.toMap(SuiteFeature::flag, Function.identity()));

    private final String flag;

    SuiteFeature(String flag) {
        this.flag = flag;
    }

    /** The name of its flag. */
    public String flag() {
        return flag;
    }

    /** Returns null for a name that is no feature's. */
    public static @Nullable SuiteFeature ofFlag(String name) {
        return BY_FLAG.get(name);
    }
}
